using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sunshine.Foundation.Hosting;

/// <summary>Reads states of a store and shows them by <see cref="StateGauges"/>. It must be cheap: an index, a count that an index answers, one document.</summary>
public interface IStateReading
{
    Task Read(CancellationToken cancel);
}

/// <summary>Where a reading comes from. It is made late, since that may need a store that is away at the start.</summary>
public sealed record StateSource(string Name, Func<IServiceProvider, IStateReading> Make);

public static class StateReadings
{
    /// <param name="arguments">What its constructor gets besides services.</param>
    public static IServiceCollection AddStateReading<TReading>(this IServiceCollection services, Func<IServiceProvider, object[]>? arguments = null) where TReading : IStateReading =>
        services.AddSingleton(new StateSource(typeof(TReading).Name, provider => ActivatorUtilities.CreateInstance<TReading>(provider, arguments?.Invoke(provider) ?? [])));
}

/// <summary>Lets states be read every half a minute, however often somebody looks at the gauges, and only where there is a receiver for them.</summary>
public sealed partial class StateWork(IServiceProvider services, IEnumerable<StateSource> sources, TimeProvider time, ILogger<StateWork> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>A store that takes longer is as good as none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<StateSource, IStateReading> _readings = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await ReadAll(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Reads everything once. What cannot be read does not keep the others from it.</summary>
    public async Task ReadAll(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        await Task.WhenAll(sources.Select(s => Read(s, either.Token)));
        cancel.ThrowIfCancellationRequested();
    }

    private async Task Read(StateSource source, CancellationToken cancel)
    {
        try
        {
            IStateReading? reading;
            lock (_readings)
            {
                if (!_readings.TryGetValue(source, out reading)) _readings.Add(source, reading = source.Make(services));
            }

            await reading.Read(cancel);
        }
        catch (Exception e)
        {
            LogFailed(log, e, source.Name);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "{State} could not be read; its gauges show nothing until it can")]
    private static partial void LogFailed(ILogger log, Exception e, string state);
}
