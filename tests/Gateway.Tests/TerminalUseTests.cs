using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Calendar;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>How the use of reading points' terminals is counted.</summary>
public sealed class TerminalUseTests : IDisposable
{
    private const string Key = "room.0123456789ABCDEF";

    private readonly FakeTimeProvider _time = new(TestHost.Noon);
    private readonly CapturedLog _log = new();
    private readonly ILoggerFactory _logs;
    private readonly TerminalUse _use;

    public TerminalUseTests()
    {
        _logs = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _use = new TerminalUse(new Clock(_time), _time, _logs.CreateLogger<TerminalUse>());
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Who_comes_after_half_an_hour_of_silence_is_somebody_else()
    {
        _use.Used(Terminal(1));
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TerminalUse.Silence - TimeSpan.FromSeconds(1));
            _use.Used(Terminal(1));
            _use.LookedUp(Terminal(1));
        }

        Assert.Equal(new TerminalCounts(1, 5), Only());
        _time.Advance(TerminalUse.Silence);
        _use.Used(Terminal(1));
        Assert.Equal(new TerminalCounts(2, 5), Only());
        // Another terminal of the same point, and all that tell no number, which are one.
        _use.Used(Terminal(2));
        _use.Used(new TerminalName(Key, Key));
        _use.Used(new TerminalName(Key, Key));
        Assert.Equal(new TerminalCounts(4, 5), Only());
    }

    [Fact]
    public void Days_are_those_of_China_and_a_session_belongs_to_the_day_on_which_it_began()
    {
        _time.Advance(TimeSpan.FromHours(11.9));
        _use.Used(Terminal(1));
        _time.Advance(TimeSpan.FromMinutes(10));
        _use.Used(Terminal(1));
        _use.LookedUp(Terminal(1));
        Assert.Equal(
            [(new DateOnly(2026, 1, 5), new TerminalCounts(1, 0)), (new DateOnly(2026, 1, 6), new TerminalCounts(0, 1))], _use.Unreported(10).Select(d => (d.On, d.Counts)));

        // What was told is told again only if it has grown, and an earlier day that was told is forgotten.
        _use.Reported(_use.Unreported(10));
        Assert.Empty(_use.Unreported(10));
        _use.Forget();
        _use.LookedUp(Terminal(1));
        Assert.Equal((new DateOnly(2026, 1, 6), new TerminalCounts(0, 2)), _use.Unreported(10).Select(d => (d.On, d.Counts)).Single());
    }

    [Fact]
    public void What_grows_while_it_is_told_is_told_again()
    {
        _use.Used(Terminal(1));
        var told = _use.Unreported(10);
        _use.LookedUp(Terminal(1));
        _use.Reported(told);
        Assert.Equal(new TerminalCounts(1, 1), Only());
    }

    [Fact]
    public void Beyond_the_most_terminals_none_is_counted_and_it_is_said_once_until_others_are_silent()
    {
        for (var i = 0; i < TerminalUse.Most + 50; i++)
        {
            _use.Used(Terminal(i));
            _use.LookedUp(Terminal(i));
        }

        Assert.Equal(new TerminalCounts(TerminalUse.Most, TerminalUse.Most), Only());
        Assert.Single(_log.Lines, l => l.Level == LogLevel.Warning);
        _time.Advance(TerminalUse.Silence);
        _use.Forget();
        _use.Used(Terminal(TerminalUse.Most + 1));
        Assert.Equal(new TerminalCounts(TerminalUse.Most + 1, TerminalUse.Most), Only());
    }

    [Fact]
    public void Beyond_the_most_keys_none_is_counted()
    {
        for (var i = 0; i < TerminalUse.Most + 50; i++)
        {
            if (i % 1_000 == 0)
            {
                _time.Advance(TerminalUse.Silence / 10);
                _use.Forget();
            }

            _use.Used(new TerminalName($"r{i}.0123456789ABCDEF", $"r{i}.0123456789ABCDEF"));
        }

        Assert.Equal(TerminalUse.Most, _use.Unreported(int.MaxValue).Count);
        Assert.Single(_log.Lines, l => l.Level == LogLevel.Warning);
    }

    private static TerminalName Terminal(int number) => new($"{Key}~{number:x}", Key);

    private TerminalCounts Only() => Assert.Single(_use.Unreported(10)).Counts;
}
