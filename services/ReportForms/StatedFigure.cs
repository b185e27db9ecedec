namespace Sunshine.ReportForms;

/// <summary>A figure that a report states, in a cell or in a sentence.</summary>
/// <param name="Id">The statement's, or the form's.</param>
/// <param name="Place">In words.</param>
/// <param name="Statement">Null for a cell.</param>
public sealed record StatedFigure(string Id, string Place, PrintedNumber Number, string Unit, string Quote, Statement? Statement = null)
{
    public decimal Value => Number.Value;

    public bool IsExact => Number.Bound == Bound.Exact;
}
