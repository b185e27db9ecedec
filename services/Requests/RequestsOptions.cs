using System.ComponentModel.DataAnnotations;

namespace Sunshine.Requests;

/// <summary>Section <c>Requests</c>.</summary>
public sealed class RequestsOptions
{
    /// <summary>How many applications one client without an account may file within an hour: 1-1,000. Default: 10.</summary>
    [Range(1, 1_000)]
    public int ApplicationsPerHour { get; init; } = 10;

    /// <summary>How many days after its end an application keeps who applied: 1-36,500. Default: 1,825 (five years).</summary>
    [Range(1, 36_500)]
    public int KeepPersonalDataFor { get; init; } = 1_825;

    /// <summary>
    /// How many different applicants make a topic one that should be disclosed to everybody: 1-100. Default: 3. One whose answer gave it in
    /// full is one anyway.
    /// </summary>
    [Range(1, MostToProposeFrom)]
    public int ProposeFrom { get; init; } = 3;

    internal const int MostToProposeFrom = 100;

    /// <summary>
    /// A DOCX to make answer documents from, with content controls that carry the tags of <see cref="AnswerDocument"/>. Default: the one that
    /// is built in.
    /// </summary>
    public string AnswerTemplate { get; init; } = "";

    /// <summary>
    /// When an application counts as received under the regulation of 2008, which does not say: <c>Arrival</c> (default), or
    /// <c>Confirmation</c> as in 2019.
    /// </summary>
    [EnumDataType(typeof(ReceiptBefore2019))]
    public ReceiptBefore2019 ReceiptBefore2019 { get; init; } = ReceiptBefore2019.Arrival;
}

public enum ReceiptBefore2019
{
    /// <summary>The day it arrived, by whatever way.</summary>
    Arrival,

    /// <summary>By the rule of 2019.</summary>
    Confirmation
}
