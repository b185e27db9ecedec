using Microsoft.AspNetCore.Components;
using Sunshine.Foundation.Hosting;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal.Components;

/// <summary>What every page and part of one has: the reader and his language.</summary>
public abstract class Part : ComponentBase
{
    [Inject]
    protected Visitor Visitor { get; set; } = null!;

    [Inject]
    protected Api Api { get; set; } = null!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Reads what is shown. Nothing is shown before it has ended, so that what was read need not be looked for.</summary>
    protected virtual Task Load() => Task.CompletedTask;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Load();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    protected bool Chinese => Visitor.Language == Language.Chinese;

    /// <summary>A text in the reader's language; both stand where they are shown.</summary>
    protected string T(string chinese, string english) => Chinese ? chinese : english;

    /// <summary>A number with its digits grouped.</summary>
    protected static string N(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Ends with the call: nobody waits for a page that was left.</summary>
    protected CancellationToken Cancel => Http.RequestAborted;

    /// <summary>Today, where the government is.</summary>
    [Inject]
    protected Sunshine.Foundation.Calendar.Clock Clock { get; set; } = null!;
}
