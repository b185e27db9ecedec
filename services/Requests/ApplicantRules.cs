using System.Net.Mail;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Requests;

/// <summary>What an application must have by the law in force when it arrives (条例 2019 art. 29; 2008 art. 20).</summary>
public static partial class ApplicantRules
{
    /// <param name="prefix">Put before the names of its fields.</param>
    public static void Check(V1.Applicant given, V1.Handover handover, Regulation text, string prefix, Violations v)
    {
        v.Enum(prefix + "kind", given.Kind, required: true);
        v.Required(prefix + "name", given.Name);
        v.Text(prefix + "name", given.Name, 100);
        v.Enum(prefix + "identityDocument", given.IdentityDocument, required: false);
        v.Text(prefix + "identityNumber", given.IdentityNumber, 30);
        v.Text(prefix + "representative", given.Representative, 50);
        v.Text(prefix + "contactPerson", given.ContactPerson, 50);
        v.Text(prefix + "phone", given.Phone, 30);
        v.Pattern(prefix + "phone", given.Phone, Phone(), "应为电话号码。", "Must be a telephone number.");
        v.Text(prefix + "email", given.Email, 100);
        if (given.Email.Length > 0 && !(MailAddress.TryCreate(given.Email, out var mail) && mail.Address == given.Email)) v.Add(prefix + "email", "MALFORMED", "应为电子邮件地址。", "Must be an e-mail address.");
        v.Text(prefix + "address", given.Address, 200);
        v.Pattern(prefix + "postcode", given.Postcode, Postcode(), "应为 6 位数字。", "Must be 6 digits.");

        var provesIdentity = text.IsSince2019();
        if (given.Kind == V1.ApplicantKind.NaturalPerson) CheckPerson(given, provesIdentity, prefix, v);
        else if (given.Kind != 0) CheckOrganisation(given, provesIdentity, prefix, v);
        if (given.Phone.Length + given.Email.Length + given.Address.Length == 0)
            v.Add(prefix + "phone", "REQUIRED", "电话、电子邮件、通信地址至少填一项。", "At least one of phone, email and address.");
        if (handover == V1.Handover.Post) v.Required(prefix + "address", given.Address);
        if (handover == V1.Handover.Email) v.Required(prefix + "email", given.Email);
    }

    /// <param name="prefix">Put before the names of its fields.</param>
    public static void Check(V1.Wanted given, string prefix, Violations v)
    {
        v.Required(prefix + "description", given.Description);
        v.Text(prefix + "description", given.Description, 4_000);
        v.Text(prefix + "title", given.Title, 200);
        v.Text(prefix + "documentNumber", given.DocumentNumber, 100);
        v.Text(prefix + "purpose", given.Purpose, 500);
        v.Enum(prefix + "medium", given.Medium, required: true);
        v.Enum(prefix + "handover", given.Handover, required: true);
    }

    private static void CheckPerson(V1.Applicant given, bool provesIdentity, string prefix, Violations v)
    {
        if (given.CreditCode.Length > 0) v.Add(prefix + "creditCode", "NOT_ALLOWED", "自然人不填统一社会信用代码。", "A natural person has none.");
        if (provesIdentity && given.IdentityDocument == 0)
            v.Add(prefix + "identityDocument", "REQUIRED", "必填：申请人的身份证明。", "Required: how the applicant proves who they are.");
        if (given.IdentityDocument != 0) v.Required(prefix + "identityNumber", given.IdentityNumber);
        if (given.IdentityDocument == V1.IdentityDocument.ResidentId && given.IdentityNumber.Length > 0
            && !(given.IdentityNumber.Length == 18 && PersonalData.Find(given.IdentityNumber).Any(f => f.Kind == PersonalDatum.ResidentId)))
            v.Add(prefix + "identityNumber", "MALFORMED", "不是有效的居民身份证号码。", "Not a resident id number: 18 characters whose check character fits.");
    }

    private static void CheckOrganisation(V1.Applicant given, bool provesIdentity, string prefix, Violations v)
    {
        if (given.IdentityDocument != 0) v.Add(prefix + "identityDocument", "NOT_ALLOWED", "组织填统一社会信用代码。", "An organisation gives its credit code.");
        if (provesIdentity) v.Required(prefix + "creditCode", given.CreditCode);
        if (given.CreditCode.Length > 0 && !CreditCode.Checks(given.CreditCode))
            v.Add(prefix + "creditCode", "MALFORMED", "不是有效的统一社会信用代码。", "Not a unified social credit code: 18 characters whose check character fits.");
        v.Required(prefix + "contactPerson", given.ContactPerson);
    }

    [GeneratedRegex(@"^[0-9+() \-]{5,30}\z")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex Postcode();
}
