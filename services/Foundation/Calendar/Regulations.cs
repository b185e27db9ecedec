namespace Sunshine.Foundation.Calendar;

/// <summary>One text of a law, as it was in force from one day to another.</summary>
public sealed class Regulation
{
    private readonly Dictionary<PeriodKey, Period> periods;
    private readonly Dictionary<YearlyDateKey, YearlyDate> dates;
    private readonly Dictionary<HourLimitKey, HourLimit> hourLimits;

    internal Regulation(
        Statute statute, string title, string number, DateOnly from, DateOnly? to, bool fromMemory,
        IEnumerable<Period> periods, IEnumerable<YearlyDate> dates, IEnumerable<HourLimit> hourLimits)
    {
        Statute = statute;
        Title = title;
        Number = number;
        From = from;
        To = to;
        FromMemory = fromMemory;
        this.periods = periods.ToDictionary(x => x.Key);
        this.dates = dates.ToDictionary(x => x.Key);
        this.hourLimits = hourLimits.ToDictionary(x => x.Key);
    }

    /// <summary>The body of law it is a text of.</summary>
    public Statute Statute { get; }

    /// <summary>政府信息公开条例.</summary>
    public string Title { get; }

    /// <summary>The order or amendment that tells the texts of one title apart: 国务院令第492号.</summary>
    public string Number { get; }

    /// <summary>The first day in force.</summary>
    public DateOnly From { get; }

    /// <summary>The last day in force; null while it is.</summary>
    public DateOnly? To { get; }

    /// <summary>True if the days in force were not checked against the text of the law.</summary>
    public bool FromMemory { get; }

    /// <summary>Every period it sets, in the order of the keys.</summary>
    public IEnumerable<Period> Periods => periods.Values.OrderBy(x => x.Key);

    /// <summary>The period for a purpose, or null if this text sets none (a third party's reply under the text of 2008).</summary>
    public Period? FindPeriod(PeriodKey key) => periods.GetValueOrDefault(key);

    /// <summary>The period for a purpose.</summary>
    /// <exception cref="LawNotFoundException">This text sets none.</exception>
    public Period Period(PeriodKey key) =>
        FindPeriod(key) ?? throw new LawNotFoundException($"{this} sets no period '{key}'.");

    /// <summary>The yearly date for a purpose.</summary>
    /// <exception cref="LawNotFoundException">This text sets none.</exception>
    public YearlyDate YearlyDate(YearlyDateKey key) =>
        dates.GetValueOrDefault(key) ?? throw new LawNotFoundException($"{this} sets no yearly date '{key}'.");

    /// <summary>The limit in hours for a purpose, or null if this text sets none.</summary>
    public HourLimit? FindHourLimit(HourLimitKey key) => hourLimits.GetValueOrDefault(key);

    internal bool IsInForceOn(DateOnly day) => day >= From && (To is null || day <= To);

    /// <summary>The text as it is cited: 《政府信息公开条例》(国务院令第492号).</summary>
    public override string ToString() => $"《{Title}》({Number})";
}

/// <summary>Which text governs a request that was pending when a new one came into force.</summary>
public enum PendingRule
{
    /// <summary>The one in force when the request was received: a request keeps the law it was born under.</summary>
    ByReceipt,

    /// <summary>The one in force on the day that is asked about.</summary>
    ByDay,
}

/// <summary>The laws that set periods, by the day they are in force.</summary>
public sealed class Regulations
{
    private readonly IReadOnlyList<Regulation> texts;

    internal Regulations(IEnumerable<Regulation> texts, PendingRule pending)
    {
        this.texts = [.. texts.OrderBy(x => x.Statute).ThenBy(x => x.From)];
        Pending = pending;
    }

    /// <summary>Every text, by statute, then by the day it came into force.</summary>
    public IReadOnlyList<Regulation> Texts => texts;

    /// <summary>
    /// The rule for requests pending on a change. The regulation of 2019 has no transition clause, so this is a setting of the
    /// calendar file and not a rule of law.
    /// </summary>
    public PendingRule Pending { get; }

    /// <summary>The text of a law in force on a day; of the disclosure regulation, unless another is named.</summary>
    /// <exception cref="LawNotFoundException">No text known here was in force on the day.</exception>
    public Regulation On(DateOnly day, Statute statute = Statute.Disclosure) =>
        Find(day, statute) ?? throw new LawNotFoundException($"No text of the law '{statute}' is known to be in force on {day:yyyy-MM-dd}.");

    /// <summary>The same, or null if no text known here was in force.</summary>
    public Regulation? Find(DateOnly day, Statute statute = Statute.Disclosure)
    {
        foreach (var text in texts)
        {
            if (text.Statute == statute && text.IsInForceOn(day)) return text;
        }
        return null;
    }

    /// <summary>The disclosure regulation that governs a request on a day, by the <see cref="Pending"/> rule.</summary>
    /// <param name="received">The day the request was received.</param>
    /// <param name="day">The day that is asked about.</param>
    /// <exception cref="LawNotFoundException">No text known here was in force on the day that decides.</exception>
    public Regulation For(DateOnly received, DateOnly day) => On(Pending is PendingRule.ByReceipt ? received : day);
}

/// <summary>A law, period or date was asked for that does not exist at that time.</summary>
public sealed class LawNotFoundException(string message) : InvalidOperationException(message);
