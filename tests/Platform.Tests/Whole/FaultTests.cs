using Microsoft.Data.Sqlite;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>
/// Things break while the platform is written to and read from. Afterwards everything is well again within a bounded time without anybody's help; nothing that was acknowledged is lost, nothing is there
/// twice, and whoever was refused meanwhile was told so in our own form. <c>SUNSHINE_FAULT_ROUNDS</c> repeats each fault so often.
/// </summary>
[Collection(CityCollection.Name)]
public sealed class FaultTests(City city)
{
    private const string Unavailable = "UNAVAILABLE";
    private const string TooSlow = "DEADLINE_EXCEEDED";
    private const string Overloaded = "OVERLOADED";
    private const string NoAnswer = "no answer";
    private const string Page = "a page that says so";

    private const string Restarted = "nothing; whatever supervises processes starts it again";
    private const string SeeUnavailable = "calls under way are UNAVAILABLE; later ones wait, eight seconds at most (Calls:WaitForStart; reads over REST ten), then they are UNAVAILABLE with the time to come again; pages say so";

    /// <summary>Generous: the machine may do a lot beside.</summary>
    private static readonly TimeSpan WellAgain = TimeSpan.FromMinutes(3);

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SUNSHINE_FAULT_ROUNDS"), out var rounds) ? rounds : 1;

    [Fact]
    public Task A_killed_service() => During(1, new FaultRow("A service is killed (each in turn)", SeeUnavailable, Restarted), [Unavailable, NoAnswer, Page], async () =>
    {
        foreach (var (app, _) in City.Services)
        {
            city.Apps[app].KillApp();
            await Calls(15);
            city.Apps[app].StartApp();
            await city.Apps[app].WaitUntilReady(Cancel, City.LongestStart);
        }
    });

    [Fact]
    public Task A_killed_sidecar() => During(2, new FaultRow("A service's sidecar is killed (each in turn)", SeeUnavailable, Restarted), [Unavailable, NoAnswer, Page], async () =>
    {
        foreach (var (app, _) in City.Services)
        {
            city.Apps[app].Sidecar.Kill();
            await Calls(15);
            city.Apps[app].Sidecar.Start();
            await city.Apps[app].WaitUntilReady(Cancel, City.LongestStart);
        }
    });

    [Fact]
    public Task A_killed_gateway() => During(3, new FaultRow("The gateway is killed", "no answer, unless a second gateway is there; pages wait for it, eight seconds at most (Calls:WaitForStart)", Restarted), [Unavailable, NoAnswer, Page], async () =>
    {
        city.Apps[City.Gateway].KillApp();
        await Calls(25);
        city.Apps[City.Gateway].StartApp();
        await city.Apps[City.Gateway].WaitUntilReady(Cancel, City.LongestStart);
    });

    [Fact]
    public Task A_killed_sidecar_of_the_gateway() => During(4, new FaultRow("The gateway's sidecar is killed", SeeUnavailable, Restarted), [Unavailable, NoAnswer, Page], async () =>
    {
        city.Apps[City.Gateway].Sidecar.Kill();
        await Calls(25);
        city.Apps[City.Gateway].Sidecar.Start();
        await city.Apps[City.Gateway].WaitUntilReady(Cancel, City.LongestStart);
    });

    [Fact]
    public Task A_killed_portal() => During(5, new FaultRow("The portal is killed", "the site does not answer, unless a second portal is there; REST and gRPC do", Restarted), [NoAnswer], async () =>
    {
        city.KillPortal();
        await Calls(25);
        city.StartPortal();
        await city.WaitForPortal(Cancel);
    });

    [Fact]
    public Task Power_is_lost() => During(6, new FaultRow("All processes are killed at once", "no answer until they are started, UNAVAILABLE while they start", Restarted), [Unavailable, TooSlow, NoAnswer, Page], async () =>
    {
        city.KillPortal();
        foreach (var service in city.Apps.Values)
        {
            service.KillApp();
            service.Sidecar.Kill();
        }

        foreach (var service in city.Apps.Values)
        {
            service.Sidecar.Start();
            service.StartApp();
        }

        city.StartPortal();
        foreach (var service in city.Apps.Values) await service.WaitUntilReady(Cancel, City.LongestStart);
        await city.WaitForPortal(Cancel);
    });

    [Fact]
    public Task A_full_disk()
    {
        var disk = Disk();
        return During(7, new FaultRow("The disk of a service's store is full", "writes are UNAVAILABLE; reads are answered", "make room; nothing has to be started anew"), [Unavailable, NoAnswer, Page], async () =>
        {
            disk.Fill();
            await Refused("write item", Unavailable);
            // Reads go on.
            Assert.DoesNotContain(await city.Load.ReadAll(Cancel), r => r.StartsWith("item", StringComparison.Ordinal));
            disk.Empty();
        });
    }

    [Fact]
    public Task A_read_only_disk()
    {
        var disk = Disk();
        var service = city.Apps[SmallDisk.App];
        // Refused at once, all who write come again and again; once the machine was so busy with it that one was turned away.
        return During(8, new FaultRow("A service finds its disk read-only when it starts", SeeUnavailable, "mount it writable; the service ends with a sentence that names the file, and is started again"), [Unavailable, Overloaded, NoAnswer, Page], async () =>
        {
            service.KillApp();
            disk.Protect(true);
            service.StartApp();
            await Eventually.Get(() => Task.FromResult(service.HasEnded), ended => ended, Cancel, City.LongestStart, "it ends by itself");
            Assert.Contains(SmallDisk.App + ".db", service.Said, StringComparison.Ordinal);
            await Refused("write item", Unavailable);
            disk.Protect(false);
            service.StartApp();
            await service.WaitUntilReady(Cancel, City.LongestStart);
        });
    }

    [Fact]
    public Task A_slow_store()
    {
        Assert.SkipUnless(City.OnFiles, "The store is MongoDB.");
        return During(9, new FaultRow("A store takes no writes for a while", "writes wait; after 5 seconds they are UNAVAILABLE; reads are answered", "nothing"), [Unavailable, TooSlow, NoAnswer, Page], async () =>
        {
            await using var other = new SqliteConnection($"Data Source={Path.Combine(city.DataOf("requests"), "requests.db")};Pooling=false");
            await other.OpenAsync(Cancel);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(Cancel);
            await Refused("write application", Unavailable);
            begin.CommandText = "ROLLBACK";
            await begin.ExecuteNonQueryAsync(Cancel);
        });
    }

    [Fact]
    public Task A_lost_broker()
    {
        StandIn();
        return During(10, new FaultRow("The broker of events is away", "nothing; what follows from an event comes later: the ledger, lists of other services, the edge's cache (a minute at most)", "nothing"), [], async () =>
        {
            city.Break(LiveFaults.BrokerAway);
            await Calls(60);
            city.Mend();
        });
    }

    [Fact]
    public Task Events_twice_and_in_another_order()
    {
        StandIn();
        return During(11, new FaultRow("Events come twice, late and in another order", "nothing", "nothing"), [], async () =>
        {
            city.Break($"{LiveFaults.Twice} {LiveFaults.Shuffled}");
            await Calls(100);
            city.Mend();
        });
    }

    [Fact]
    public Task A_cut_network()
    {
        Assert.SkipUnless(Network.CanBeCut, Network.Reason);
        return During(12, new FaultRow("The network to a service's sidecar is cut, in silence", "no answer until the caller's or the gateway's time is over, then DEADLINE_EXCEEDED or UNAVAILABLE", "nothing"), [Unavailable, TooSlow, NoAnswer, Page], async () =>
        {
            using var network = new Network();
            network.Cut(city.Apps["catalogue"].Sidecar.InternalPort, city.Apps["ledger"].Sidecar.InternalPort);
            await Calls(60);
        });
    }

    [Fact]
    public async Task A_clock_that_jumps()
    {
        Assert.SkipUnless(Shifted.Possible, Shifted.Reason);
        await RestartWithClock(shifted: true);
        try
        {
            await During(13, new FaultRow("A service's clock jumps half an hour ahead, and back", "nothing", "set the clock; days and times of what was done meanwhile are as wrong as it was"), [], async () =>
            {
                city.Clock.Jump("+30m");
                await Calls(60);
                city.Clock.Jump("+0");
                await Calls(30);
            });
        }
        finally
        {
            await RestartWithClock(shifted: false);
        }
    }

    /// <summary>A store of files belongs to one process: the next one begins when the last has ended, and whoever calls waits for the time between.</summary>
    [Fact]
    public Task A_service_that_is_started_anew() => During(0, new FaultRow("A service is stopped by SIGTERM and started anew (each in turn)",
        "nothing: calls wait for it, eight seconds at most (Calls:WaitForStart), and are answered", "nothing"), [], async () =>
    {
        foreach (var (app, _) in City.Services)
        {
            await city.Apps[app].StopApp(Cancel);
            city.Apps[app].StartApp();
            await city.Apps[app].WaitUntilReady(Cancel, City.LongestStart);
        }

        await Calls(30);
    });

    private async Task RestartWithClock(bool shifted)
    {
        city.Clock.IsOn = shifted;
        await city.Apps[Shifted.App].StopApp(Cancel);
        city.Apps[Shifted.App].StartApp();
        await city.Apps[Shifted.App].WaitUntilReady(Cancel, City.LongestStart);
    }

    private SmallDisk Disk()
    {
        Assert.SkipUnless(City.OnFiles, "The store is MongoDB.");
        Assert.SkipUnless(city.Disk!.Mounted, SmallDisk.Reason);
        return city.Disk;
    }

    private static void StandIn() => Assert.SkipWhen(SidecarProcess.Daprd is not null, "The stand-in does this wrong at a word; a real sidecar does not.");

    /// <summary>Breaks something under load, and looks what became of it.</summary>
    /// <param name="kinds">What callers may be told meanwhile.</param>
    /// <param name="fault">Breaks it, and mends it in the end.</param>
    private async Task During(int place, FaultRow row, string[] kinds, Func<Task> fault)
    {
        var back = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            Assert.True(city.IsWell, "What was broken before is not well again.");
            city.IsWell = false;
            var load = city.Load;
            // Each is told by the test in which it was seen.
            load.Wrong.Clear();
            load.Begin(Cancel);
            try
            {
                await AllRead("before");
                await Calls(30);
                load.Forget();
                await fault();
                var mended = TimeProvider.System.GetTimestamp();
                await AllRead("again");
                var took = TimeProvider.System.GetElapsedTime(mended);
                if (took > back) back = took;
                await Calls(30);
                await load.End(WellAgain, Cancel);
                TestContext.Current.TestOutputHelper?.WriteLine($"{row.Fault}: back after {took.TotalSeconds:0.0} s. Told: {load.Told()}");
                await new Books(city, Cancel).Check();
                TestContext.Current.TestOutputHelper?.WriteLine($"{load.Acknowledged.Count} acknowledged in all, everything there once {TimeProvider.System.GetElapsedTime(mended).TotalSeconds:0.0} s after");
            }
            finally
            {
                load.Stop();
            }

            // All is there and all answers: what follows is no reason to try nothing else.
            city.IsWell = true;
            Assert.Empty(load.Wrong);
            // A machine that is busy with other things may be late with anything.
            Assert.Subset(kinds.Append(TooSlow).ToHashSet(), load.Kinds.ToHashSet());
        }

        city.Table.Seen(place, row, back);
    }

    private async Task AllRead(string when) =>
        await Eventually.Get(async () =>
        {
            Assert.Empty(city.Load.Wrong);
            return string.Join(", ", await city.Load.ReadAll(Cancel));
        }, refused => refused.Length == 0 && !city.Load.Acknowledged.IsEmpty, Cancel, WellAgain, $"all reads are answered {when}");

    /// <summary>Until so many more calls were made.</summary>
    private Task Calls(int count) => city.Load.Further(count, WellAgain, Cancel);

    /// <summary>Until a call was refused in this way.</summary>
    private async Task Refused(string call, string told) =>
        await Eventually.Get(() => Task.FromResult(city.Load.Told()), _ => city.Load.Refused.ContainsKey((call, told)), Cancel, WellAgain, $"{call} is {told}");
}
