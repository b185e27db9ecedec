using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>
/// What the applications of one applicant have in common, as a pseudonym: the number of the identity document or the credit code; without
/// either, the name with the first way to reach them.
/// </summary>
public static class ApplicantKey
{
    public static string Of(Applicant applicant, SealedData sealing)
    {
        if (applicant.CreditCode.Length > 0) return sealing.Pseudonym("applicant", "organisation", applicant.CreditCode);
        if (applicant.IdentityNumber.Length > 0) return sealing.Pseudonym("applicant", applicant.IdentityDocument.ToString(), applicant.IdentityNumber.ToUpperInvariant());
        var reached = new[] { applicant.Phone, applicant.Email, applicant.Address }.First(r => r.Length > 0);
        return sealing.Pseudonym("applicant", "name", applicant.Name, reached);
    }
}
