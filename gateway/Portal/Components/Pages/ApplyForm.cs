using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components.Pages;

/// <summary>The application form as it comes from the browser.</summary>
public sealed class ApplyForm
{
    public string? Agency { get; set; }

    public string? Kind { get; set; }

    public string? Name { get; set; }

    public string? Document { get; set; }

    public string? DocumentNumber { get; set; }

    public string? CreditCode { get; set; }

    public string? Representative { get; set; }

    public string? ContactPerson { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    public string? Address { get; set; }

    public string? Postcode { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public string? WantedNumber { get; set; }

    public string? Medium { get; set; }

    public string? Handover { get; set; }

    /// <summary>Made with the empty form: sent twice, it is one application.</summary>
    public string? RequestId { get; set; }

    public CreateApplicationRequest ToRequest() => new()
    {
        AgencyId = Agency ?? "", RequestId = RequestId ?? "",
        Applicant = new Applicant
        {
            Kind = Values.Of<ApplicantKind>(Kind), Name = Said(Name), IdentityDocument = Values.Of<IdentityDocument>(Document), IdentityNumber = Said(DocumentNumber), CreditCode = Said(CreditCode),
            Representative = Said(Representative), ContactPerson = Said(ContactPerson), Phone = Said(Phone), Email = Said(Email), Address = Said(Address), Postcode = Said(Postcode)
        },
        Wanted = new Wanted
        {
            Title = Said(Title), Description = Said(Description), DocumentNumber = Said(WantedNumber), Medium = Values.Of<Medium>(Medium), Handover = Values.Of<Handover>(Handover)
        }
    };

    private static string Said(string? text) => text?.Trim() ?? "";
}
