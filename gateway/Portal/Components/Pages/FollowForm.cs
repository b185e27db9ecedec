using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components.Pages;

/// <summary>The proof by which an applicant follows an application, and what he does with it.</summary>
public sealed class FollowForm
{
    public string? Number { get; set; }

    public string? Code { get; set; }

    /// <summary>Empty to read; <c>withdraw</c> or <c>correct</c>.</summary>
    public string? Act { get; set; }

    /// <summary>For a correction: what is wanted from now on.</summary>
    public string? Description { get; set; }

    public string? Medium { get; set; }

    public string? Handover { get; set; }

    public Wanted ToWanted() => new() { Description = Description?.Trim() ?? "", Medium = Values.Of<Medium>(Medium), Handover = Values.Of<Handover>(Handover) };
}
