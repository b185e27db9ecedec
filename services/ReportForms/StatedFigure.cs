namespace Sunshine.ReportForms;

/// <summary>A figure that a report states, in a cell or in a sentence.</summary>
/// <param name="Id">The statement's, or the form's.</param>
/// <param name="Place">In words.</param>
/// <param name="Statement">Null for a cell.</param>
/// <param name="ByName">Whether only its printed name says which of the form's figures it is.</param>
public sealed record StatedFigure(string Id, string Place, PrintedNumber Number, string Unit, string Quote, Statement? Statement = null, bool ByName = false)
{
    public decimal Value => Number.Value;

    public bool IsExact => Number.Bound == Bound.Exact;

    /// <summary>How far the true figure may be off because this was rounded. Counts and whole yuan are not.</summary>
    public decimal Rounding => Units.Yuan(Unit) > 1 || (Units.Yuan(Unit) is null && Number.Decimals > 0) ? Number.HalfUnit : 0;
}
