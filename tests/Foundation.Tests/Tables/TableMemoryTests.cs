using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

/// <summary>Nothing else runs meanwhile: the memory that is counted is the whole process's.</summary>
[CollectionDefinition(nameof(TableMemoryTests), DisableParallelization = true)]
[Collection(nameof(TableMemoryTests))]
public sealed class TableMemoryTests
{
    [Fact]
    public async Task A_million_rows_take_no_more_memory_than_a_few()
    {
        await using var content = new Repeated("职权编码,职权名称,行使主体,公布日期\n"u8.ToArray(), "XK-000001,建设工程规划许可,自然资源局,2016-09-26\n"u8.ToArray(), 1_000_000);
        var (rows, most, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        await foreach (var row in TableReader.Read(content, TableFormat.Csv, new() { LargestFile = long.MaxValue }, TestContext.Current.CancellationToken))
        {
            if (++rows % 200_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            Assert.Equal("XK-000001", row.Cell("职权编码"));
        }

        Assert.Equal(1_000_000, rows);
        // The table has 70 MB.
        Assert.InRange(most, long.MinValue, 5L * 1024 * 1024);
    }

    [Fact]
    public async Task A_large_sheet_takes_no_more_memory_than_a_small_one()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        await using (var writer = TableWriter.Xlsx(file, "清单"))
        {
            await writer.Write(["编码", "名称", "金额", "日期"], TestContext.Current.CancellationToken);
            for (var i = 0; i < 300_000; i++) await writer.Write([$"XK-{i}", "建设工程规划许可", 12.5m, new DateOnly(2016, 9, 26)], TestContext.Current.CancellationToken);
        }

        file.Position = 0;
        var (rows, most, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        await foreach (var row in TableReader.Read(file, TableFormat.Xlsx, new(), TestContext.Current.CancellationToken))
        {
            Assert.Equal(($"XK-{rows}", "12.5", "2016-09-26"), (row.Cell("编码"), row.Cell("金额"), row.Cell("日期")));
            if (++rows % 100_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(300_000, rows);
        Assert.InRange(most, long.MinValue, 20L * 1024 * 1024);
    }

    /// <summary>A long table that is nowhere kept.</summary>
    private sealed class Repeated(byte[] first, byte[] line, int times) : Sunshine.Foundation.Files.ForwardStream(Null)
    {
        private byte[] _current = first;
        private int _at;
        private int _left = times;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var written = 0;
            while (written < buffer.Length)
            {
                if (_at == _current.Length)
                {
                    if (_left-- <= 0) break;
                    (_current, _at) = (line, 0);
                }

                var count = Math.Min(_current.Length - _at, buffer.Length - written);
                _current.AsSpan(_at, count).CopyTo(buffer.Span[written..]);
                (_at, written) = (_at + count, written + count);
            }

            return ValueTask.FromResult(written);
        }
    }
}
