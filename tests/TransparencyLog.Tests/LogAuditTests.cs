using CsCheck;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

public sealed class LogAuditTests
{
    /// <summary>Three levels of tiles, with full and partial ones of each of the lower two.</summary>
    private static readonly MemoryLog Large = NumberedLog.Of(Leaves.Count);

    private static readonly int[] SmallSizes = [1, 2, 3, 20, 255, 256, 257, 512, 600, 1_000];

    private static readonly Gen<MemoryLog> Small = Gen.OneOf<int>(SmallSizes).Select(size => NumberedLog.Of(size));

    [Fact]
    public async Task A_log_as_it_was_made_is_sound()
    {
        foreach (var size in (int[])[0, .. SmallSizes])
        {
            var (shown, log) = (new List<byte[]>(), NumberedLog.Of(size));
            var audit = new LogAudit(log, MemoryLog.Key.Verifier)
            {
                Visit = (index, entry) =>
                {
                    Assert.Equal(shown.Count, index);
                    shown.Add(entry.ToArray());
                }
            };
            var report = await audit.Run(TestContext.Current.CancellationToken);
            Assert.True(report.IsSound);
            Assert.Equal(size, report.Entries);
            Assert.Equal(Naive.Root(Leaves.First(size)), report.Checkpoint!.Checkpoint.Root);
            Assert.Equal(Enumerable.Range(0, size).Select(Leaves.Entry), shown);
        }

        var large = await Large.Audit();
        Assert.Equal((true, Leaves.Count), (large.IsSound, large.Entries));
    }

    [Fact]
    public async Task Every_byte_of_a_log_matters_and_is_found_where_it_is()
    {
        foreach (var size in new[] { 1, 20, 257 })
        {
            var log = NumberedLog.Of(size);
            foreach (var (path, content) in log.Files)
            {
                var step = content.Length > 2_000 ? 7 : 1;
                for (var at = 0; at < content.Length; at += step) await IsFound(log, path, at, (byte)(1 << at % 8));
            }
        }
    }

    [Fact]
    public Task Any_byte_of_any_file_that_is_changed_is_found_where_it_is() =>
        Gen.Select(Gen.Frequency((3, Small), (1, Gen.Const(Large))), Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).SampleAsync((log, file, at, with) =>
        {
            var paths = log.Files.Keys.Where(path => path.StartsWith("tile", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            var path = paths[file % paths.Count];
            return IsFound(log, path, at % log.Files[path].Length, with);
        }, iter: 200);

    [Fact]
    public async Task Any_byte_of_any_level_of_a_large_log_is_found_where_it_is()
    {
        foreach (var path in new[] { "tile/2/000.p/1", "tile/1/000", "tile/1/001.p/17", "tile/0/018", "tile/0/273.p/112", "tile/entries/018", "tile/entries/273.p/112" })
        {
            await IsFound(Large, path, 0, 1);
            await IsFound(Large, path, Large.Files[path].Length - 1, 0x80);
        }
    }

    [Theory]
    [InlineData("tile/entries/018", 14, "tile/entries/018: entry 4609: its hash is not the one in tile/0/018")]
    [InlineData("tile/0/018", 3_300, "tile/0/018: its hash 103 is not that of entry 4711")]
    [InlineData("tile/1/000", 600, "tile/1/000: its hash 18 is not the root of tile/0/018")]
    [InlineData("tile/1/001.p/17", 40, "tile/1/001.p/17: its hash 1 is not the root of tile/0/257")]
    [InlineData("tile/2/000.p/1", 0, "tile/2/000.p/1: its hash 0 is not the root of tile/1/000")]
    public async Task The_place_is_told_in_words(string path, int at, string fault)
    {
        var log = Changed(Large, path, at, 1);
        Assert.Equal([fault], (await log.Audit()).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public Task A_dropped_entry_is_found() =>
        Entries((log, bundle, entries, place) =>
        {
            log.Files[bundle.Path] = EntryBundleTests.Write([.. entries[..place], .. entries[(place + 1)..]]);
            return new Fault(bundle.Path, First(bundle) + place, $"it is missing; the bundle has {entries.Length - 1} entries, not {entries.Length}");
        });

    [Fact]
    public Task An_entry_that_stands_there_twice_is_found() =>
        Entries((log, bundle, entries, place) =>
        {
            log.Files[bundle.Path] = EntryBundleTests.Write([.. entries[..place], entries[place], .. entries[place..]]);
            return TooMany(bundle, place + 1);
        });

    [Fact]
    public Task An_entry_put_in_is_found() =>
        Entries((log, bundle, entries, place) =>
        {
            log.Files[bundle.Path] = EntryBundleTests.Write([.. entries[..place], [1, 2, 3], .. entries[place..]]);
            return TooMany(bundle, place);
        });

    [Fact]
    public async Task Swapped_entries_are_found_both()
    {
        var log = NumberedLog.Of(600);
        var entries = Enumerable.Range(256, 256).Select(Leaves.Entry).ToArray();
        (entries[3], entries[200]) = (entries[200], entries[3]);
        log.Files["tile/entries/001"] = EntryBundleTests.Write(entries);

        var report = await log.Audit();
        Assert.Equal(
            [
                new Fault("tile/entries/001", 259, "its hash is not the one in tile/0/001, but that of entry 456"),
                new Fault("tile/entries/001", 456, "its hash is not the one in tile/0/001, but that of entry 259")
            ],
            report.Faults);
        Assert.Equal((598, false, true), (report.Entries, report.IsSound, report.Complete));
    }

    [Fact]
    public Task A_missing_file_is_found() =>
        Gen.Select(Small, Gen.Int[0, 1_000]).SampleAsync(async (log, any) =>
        {
            var path = log.Files.Keys.Order(StringComparer.Ordinal).ElementAt(any % log.Files.Count);
            log.Files.Remove(path, out _);
            var fault = Assert.Single((await log.Audit()).Faults);
            Assert.Equal(new Fault(path, null, "it is missing"), fault);
        }, iter: 100);

    [Fact]
    public Task A_file_that_is_cut_off_or_goes_on_is_found() =>
        Gen.Select(Small, Gen.Int[0, 1_000], Gen.Int[0, 100_000], Gen.Byte.Array[1, 70]).SampleAsync(async (log, file, any, more) =>
        {
            var path = log.Files.Keys.Order(StringComparer.Ordinal).ElementAt(file % log.Files.Count);
            var content = log.Files[path];
            log.Files[path] = content[..(any % content.Length)];
            Assert.Equal(path, Assert.Single((await log.Audit()).Faults).Path);
            log.Files[path] = [.. content, .. more];
            Assert.Equal(path, Assert.Single((await log.Audit()).Faults).Path);
        }, iter: 200);

    [Fact]
    public async Task Swapped_files_are_found_both()
    {
        foreach (var level in new[] { "0", "entries" })
        {
            var log = NumberedLog.Of(600);
            var (one, other) = ($"tile/{level}/000", $"tile/{level}/001");
            (log.Files[one], log.Files[other]) = (log.Files[other], log.Files[one]);
            var audit = new LogAudit(log, MemoryLog.Key.Verifier) { MostFaults = 1_000 };
            var report = await audit.Run(TestContext.Current.CancellationToken);
            Assert.Equal(level == "0" ? [(one, 5), (other, 5)] : [(one, 256), (other, 256)], report.Faults.GroupBy(f => f.Path).Select(g => (g.Key, g.Count())));
            Assert.Equal(level == "0" ? 600 : 88, report.Entries);
        }
    }

    [Fact]
    public async Task An_entry_rewritten_with_its_tile_is_found_by_the_tile_above()
    {
        var (log, other) = (NumberedLog.Of(600), MemoryLog.Of(Enumerable.Range(0, 600).Select(i => Leaves.Entry(i == 300 ? 0 : i))));
        log.Files["tile/entries/001"] = other.Files["tile/entries/001"];
        log.Files["tile/0/001"] = other.Files["tile/0/001"];
        var fault = new Fault("tile/0/001", null, "neither its root nor that of what is below it is hash 1 of tile/1/000.p/2");
        Assert.Equal(fault, Assert.Single((await log.Audit()).Faults));

        log.Files["tile/1/000.p/2"] = other.Files["tile/1/000.p/2"];
        Assert.Equal(new Fault("checkpoint", null, "neither the tiles nor the entries make its root"), Assert.Single((await log.Audit()).Faults));
    }

    [Fact]
    public async Task Faults_on_several_levels_are_all_found()
    {
        var log = Changed(Changed(Changed(Large, "tile/entries/020", 5, 1), "tile/1/000", 600, 1), "tile/0/273.p/112", 0, 1);
        log.Files.Remove("tile/entries/100", out _);
        var report = await log.Audit();
        Assert.Equal(
            [
                "tile/entries/020: entry 5120: its hash is not the one in tile/0/020",
                "tile/entries/100: it is missing",
                "tile/1/000: its hash 18 is not the root of tile/0/018",
                "tile/0/273.p/112: its hash 0 is not that of entry 69888"
            ],
            report.Faults.Select(f => f.ToString()));
        Assert.Equal(Leaves.Count - 257, report.Entries);
    }

    [Fact]
    public async Task What_is_lost_does_not_hide_what_is_wrong_above_it()
    {
        var log = Changed(Large, "tile/1/000", 600, 1);
        log.Files.Remove("tile/0/100", out _);
        log.Files.Remove("tile/entries/100", out _);
        Assert.Equal(
            ["tile/0/100: it is missing", "tile/entries/100: it is missing", "tile/1/000: its hash 18 is not the root of tile/0/018"],
            (await log.Audit()).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public Task Several_entries_put_in_are_found_at_the_first() =>
        Entries((log, bundle, entries, place) =>
        {
            log.Files[bundle.Path] = EntryBundleTests.Write([.. entries[..place], [1, 2, 3], [4], .. entries[place..]]);
            return new Fault(bundle.Path, First(bundle) + place, $"its hash is not the one in {bundle with { Level = 0 }}; the bundle has more than {entries.Length} entries");
        });

    [Fact]
    public async Task Several_entries_behind_the_last_are_found()
    {
        var log = NumberedLog.Of(3);
        log.Files["tile/entries/000.p/3"] = [.. log.Files["tile/entries/000.p/3"], 0, 1, 65, 0, 1, 66];
        Assert.Equal(["tile/entries/000.p/3: the bundle has more than 3 entries"], (await log.Audit()).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Where_tile_and_bundle_are_both_wrong_both_are_named()
    {
        var log = Changed(Changed(NumberedLog.Of(600), "tile/entries/001", 5, 1), "tile/0/001", 0, 1);
        Assert.Equal(
            [
                "tile/entries/001: entry 256: its hash is not the one in tile/0/001",
                "tile/0/001: neither its root nor that of what is below it is hash 1 of tile/1/000.p/2"
            ],
            (await log.Audit()).Faults.Select(f => f.ToString()));

        log.Files.Remove("tile/0/001", out _);
        Assert.Equal(
            ["tile/0/001: it is missing", "tile/0/001: what is below it makes another root than hash 1 of tile/1/000.p/2"],
            (await log.Audit()).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Where_a_bundle_and_the_tile_of_the_edge_are_wrong_both_are_named()
    {
        var log = Changed(Changed(NumberedLog.Of(600), "tile/entries/002.p/88", 1, 1), "tile/1/000.p/2", 0, 1);
        Assert.Equal(["tile/1/000.p/2", "tile/entries/002.p/88"], (await log.Audit()).Faults.Select(f => f.Path));
    }

    [Fact]
    public async Task An_audit_stops_when_it_has_seen_enough()
    {
        var log = NumberedLog.Of(2_000);
        foreach (var path in log.Files.Keys.Where(p => p.StartsWith("tile/entries", StringComparison.Ordinal))) log.Files[path] = [0];
        Assert.Equal(8, (await log.Audit()).Faults.Count);

        var report = await new LogAudit(log, MemoryLog.Key.Verifier) { MostFaults = 3 }.Run(TestContext.Current.CancellationToken);
        Assert.Equal(["tile/entries/000", "tile/entries/001", "tile/entries/002"], report.Faults.Select(f => f.Path));
        Assert.Equal((false, false), (report.Complete, report.IsSound));
    }

    [Fact]
    public async Task A_partial_tile_may_be_gone_once_there_is_a_full_one()
    {
        var log = NumberedLog.Of(300);
        var old = log.Files["checkpoint"];
        log.Append(Enumerable.Range(300, 400).Select(Leaves.Entry));
        log.Files["checkpoint"] = old;
        Assert.True(log.Files.Remove("tile/0/001.p/44", out _) && log.Files.Remove("tile/entries/001.p/44", out _));
        Assert.Equal((true, 300), ((await log.Audit()).IsSound, (await log.Audit()).Entries));
        Assert.Equal(Leaves.Entry(299), await (await log.Open()).Entry(299, TestContext.Current.CancellationToken));

        Assert.Equal(["tile/0/001.p/44: its hash 43 is not that of entry 299"], (await Changed(log, "tile/0/001", 44 * 32 - 1, 1).Audit()).Faults.Select(f => f.ToString()));
        Assert.Equal(256, Assert.Single((await Changed(log, "tile/entries/001", 3, 1).Audit()).Faults).Entry);
        // What the checkpoint does not cover it says nothing about.
        Assert.True((await Changed(log, "tile/0/001", 44 * 32, 1).Audit()).IsSound);
    }

    [Fact]
    public async Task A_log_signed_by_another_is_not_looked_at()
    {
        var log = NumberedLog.Of(3);
        var report = await new LogAudit(log, SignerKey.Generate(MemoryLog.Key.Verifier.Name).Verifier).Run(TestContext.Current.CancellationToken);
        Assert.Null(report.Checkpoint);
        Assert.Equal([new Fault("checkpoint", null, "The note is signed by nobody known")], report.Faults);
        Assert.Equal(["checkpoint"], log.Asked);
    }

    [Fact]
    public Task A_log_that_has_grown_extends_what_it_was() =>
        Gen.Select(Gen.Int[0, 700], Gen.Int[0, 700]).SampleAsync(async (size, more) =>
        {
            var log = new MemoryLog();
            var earlier = log.Append(Enumerable.Range(0, size).Select(Leaves.Entry));
            log.Append(Enumerable.Range(size, more).Select(Leaves.Entry));
            Assert.True((await Since(log, earlier)).IsSound);
        }, iter: 50);

    [Fact]
    public Task A_log_whose_past_was_rewritten_is_found_out_though_it_is_sound_in_itself() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 300], Gen.Int[0, 700]).SampleAsync(async (size, more, any) =>
        {
            var rewritten = MemoryLog.Of(Enumerable.Range(0, size + more).Select(i => Leaves.Entry(i == any % size ? Leaves.Count : i)));
            Assert.True((await rewritten.Audit()).IsSound);
            var report = await Since(rewritten, new Checkpoint(MemoryLog.Key.Verifier.Name, size, Naive.Root(Leaves.First(size))));
            Assert.Equal(new Fault("checkpoint", null, $"The first {size} entries are others than in the earlier checkpoint"), Assert.Single(report.Faults));
        }, iter: 50);

    [Fact]
    public async Task A_log_that_has_become_smaller_or_another_is_found_out()
    {
        var log = NumberedLog.Of(3);
        var name = MemoryLog.Key.Verifier.Name;
        Assert.Equal("The log had 4 entries earlier, and has 3", Assert.Single((await Since(log, new Checkpoint(name, 4, Naive.Root(Leaves.First(4))))).Faults).Reason);
        Assert.Equal("The earlier checkpoint is of another", Assert.Single((await Since(log, new Checkpoint("another", 1, Leaves.All[0]))).Faults).Reason);
    }

    private static Fault TooMany(Tile bundle, int place) =>
        new(bundle.Path, First(bundle) + place, $"it is one too many, and not in {bundle with { Level = 0 }}");

    private static Task<AuditReport> Since(MemoryLog log, Checkpoint earlier) =>
        new LogAudit(log, MemoryLog.Key.Verifier) { Earlier = earlier }.Run();

    /// <summary>Changes the entries of some bundle of some log, and expects one fault.</summary>
    private static Task Entries(Func<MemoryLog, Tile, byte[][], int, Fault> change) =>
        Gen.Select(Small, Gen.Int[0, 1_000]).SampleAsync(async (log, any) =>
        {
            var size = (await log.Open()).Checkpoint.Size;
            var index = (int)(any % size);
            var bundle = Tile.At(Tile.Entries, index >> 8, size);
            var entries = Enumerable.Range((int)First(bundle), bundle.Width).Select(Leaves.Entry).ToArray();
            var fault = change(log, bundle, entries, index % 256);
            Assert.Equal(fault, Assert.Single((await log.Audit()).Faults));
        }, iter: 100);

    private static async Task IsFound(MemoryLog log, string path, int at, byte with)
    {
        var faults = (await Changed(log, path, at, with).Audit()).Faults;
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal(path, fault.Path));
        Assert.True(Tile.TryParse(path, out var tile) || path == "checkpoint");
        if (tile.Level == Tile.Entries) Assert.Equal(First(tile) + Place(log.Files[path], at), faults[0].Entry);
        else Assert.Null(Assert.Single(faults).Entry);
    }

    /// <summary>In which entry of a bundle a byte is, that of its length too.</summary>
    private static int Place(byte[] bundle, int at)
    {
        var place = 0;
        for (var end = 2 + bundle[1]; end <= at; end += 2 + bundle[end + 1]) place++;
        return place;
    }

    private static MemoryLog Changed(MemoryLog log, string path, int at, byte with)
    {
        var copy = log.Copy();
        copy.Files[path] = [.. log.Files[path]];
        copy.Files[path][at] ^= with;
        return copy;
    }

    private static long First(Tile bundle) => bundle.Index * Tile.Full;
}
