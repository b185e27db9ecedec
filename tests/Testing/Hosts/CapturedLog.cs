using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sunshine.Testing.Hosts;

/// <summary>Keeps what a host logs, so that a failed test can show it and any test can ask for it.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private const int Most = 2_000;

    private readonly ConcurrentQueue<Line> _lines = new();

    public IReadOnlyList<Line> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    public sealed record Line(LogLevel Level, string Category, string Message, Exception? Exception)
    {
        public override string ToString() => $"{Level} {Category}: {Message}{(Exception is null ? "" : Environment.NewLine + Exception)}";
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            log._lines.Enqueue(new Line(logLevel, category, formatter(state, exception), exception));
            if (log._lines.Count > Most) log._lines.TryDequeue(out _);
        }
    }
}
