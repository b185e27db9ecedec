using System.Text;
using CsCheck;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

public sealed class TableWriterTests
{
    private static readonly TableOptions AsWritten = new() { HasHeadings = false, Trim = false };

    [Fact]
    public async Task A_table_of_text_runs_no_formula()
    {
        var text = Encoding.UTF8.GetString(await Written(to => TableWriter.Csv(to), ["=1+1", "+86 412", "-5.5", "@x", "\tx", "普通", default, -3m, new DateOnly(2016, 9, 26)], ["a,b", "c\"d", "e\nf"]));

        Assert.Equal("\uFEFF'=1+1,'+86 412,-5.5,'@x,\"'\tx\",普通,,-3,2016-09-26\r\n\"a,b\",\"c\"\"d\",\"e\nf\"\r\n", text);
        Assert.Equal("a\r\n"u8.ToArray(), await Written(to => TableWriter.Csv(to, mark: false), ["a"]));
    }

    [Fact]
    public async Task A_workbook_is_valid_and_is_read_as_it_was_written()
    {
        var bytes = await Written(to => TableWriter.Xlsx(to, "清单 & 附表"),
            ["=1+1", " 空 格 ", "a\r\n<b>&\"c\"", "_x0041_", "\u0001\uD800"], [12.50m, -3L, new DateOnly(2016, 9, 26), new DateOnly(1900, 1, 5), default, "末"], [new string('长', 40_000)]);

        using (var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false))
            Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var rows = await Table.Read(bytes, TableFormat.Xlsx, AsWritten with { Sheet = "清单 & 附表" });
        Assert.Equal(["=1+1", " 空 格 ", "a\r\n<b>&\"c\"", "_x0041_", "\u0001\uFFFD"], Enumerable.Range(1, 5).Select(i => rows[0].Cell(i)));
        Assert.Equal(["12.50", "-3", "2016-09-26", "1900-01-05", null, "末"], Enumerable.Range(1, 6).Select(i => rows[1].Cell(i)));
        Assert.Equal((32_767, '…'), (rows[2].Cell(1)!.Length, rows[2].Cell(1)![^1]));
        Assert.Throws<ArgumentException>(() => TableWriter.Xlsx(Stream.Null, "a/b"));
    }

    [Fact]
    public async Task A_full_sheet_is_followed_by_another()
    {
        using var bytes = new MemoryStream();
        await using (var writer = TableWriter.Xlsx(bytes, "清单"))
        {
            for (var i = 0; i <= 1_048_576; i++) await writer.Write([i], TestContext.Current.CancellationToken);
        }

        bytes.Position = 0;
        Assert.Equal(["清单", "清单2"], (await TableReader.Sheets(bytes, new(), TestContext.Current.CancellationToken)).Select(s => s.Name));
        bytes.Position = 0;
        Assert.Equal("1048576", Assert.Single(await Table.Read(bytes, TableFormat.Xlsx, AsWritten with { Sheet = "清单2" })).Cell(1));
    }

    [Fact]
    public async Task A_workbook_has_the_sheets_that_were_begun()
    {
        using var bytes = new MemoryStream();
        await using (var writer = TableWriter.Workbook(bytes))
        {
            await writer.Begin("收入", TestContext.Current.CancellationToken);
            await writer.Write(["甲"], TestContext.Current.CancellationToken);
            await writer.Begin("空", TestContext.Current.CancellationToken);
            await writer.Begin("支出", TestContext.Current.CancellationToken);
            await writer.Write(["乙", 3m], TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<ArgumentException>(() => writer.Begin("收入", TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(() => writer.Begin("a/b", TestContext.Current.CancellationToken));
        }

        using (var document = SpreadsheetDocument.Open(new MemoryStream(bytes.ToArray()), isEditable: false))
            Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        bytes.Position = 0;
        Assert.Equal(["收入", "空", "支出"], (await TableReader.Sheets(bytes, new(), TestContext.Current.CancellationToken)).Select(s => s.Name));
        Assert.Equal("甲", Assert.Single(await Table.Read(bytes.ToArray(), TableFormat.Xlsx, AsWritten with { Sheet = "收入" })).Cell(1));
        Assert.Equal("3", Assert.Single(await Table.Read(bytes.ToArray(), TableFormat.Xlsx, AsWritten with { Sheet = "支出" })).Cell(2));
        Assert.Equal(["EMPTY"], await Table.Refused(async () => await Table.Read(bytes.ToArray(), TableFormat.Xlsx, AsWritten with { Sheet = "空" })));
        Assert.Empty(await Table.Read(bytes.ToArray(), TableFormat.Xlsx, AsWritten with { Sheet = "空", MayBeEmpty = true }));
    }

    [Fact]
    public async Task Nothing_at_all_is_still_a_workbook() =>
        Assert.Equal(["EMPTY"], await Table.Refused(async () => await Table.Read(await Written(to => TableWriter.Xlsx(to, "空")), TableFormat.Xlsx)));

    [Fact]
    public async Task Whatever_text_is_written_is_read_again()
    {
        var cell = Gen.OneOf(
            Gen.String[Gen.Char["ab,;\t\"'\n\r =+-@_x0041市預㐂，；　１"], 0, 12], Gen.String[Gen.Char['\u0020', '\uD7FF'], 0, 8], Gen.Decimal.Select(d => $"{d}"),
            Gen.Const("𠮷"), Gen.Const("'=x"), Gen.Const("''-x"), Gen.Const("-5"), Gen.Const("\uFEFF"));
        // The first column is never empty, so that no row is.
        var table = Gen.Int[1, 8].SelectMany(columns => cell.Array[columns].Select(r => (string[])["x" + r[0], .. r]).Array[1, 20]);
        await table.SampleAsync(async rows =>
        {
            foreach (var (format, open) in new (TableFormat, Func<Stream, TableWriter>)[] { (TableFormat.Csv, to => TableWriter.Csv(to)), (TableFormat.Xlsx, to => TableWriter.Xlsx(to, "表")) })
            {
                var read = await Table.Read(await Written(open, [.. rows.Select(r => r.Select(c => (TableCell)c).ToArray())]), format, AsWritten);
                Assert.Equal(rows.Length, read.Count);
                foreach (var (written, row) in rows.Zip(read))
                {
                    Assert.Empty(row.Problems);
                    Assert.Equal(written.Select(c => c.Length == 0 ? null : c), Enumerable.Range(1, written.Length).Select(row.Cell));
                }
            }
        }, iter: 2_000);
    }

    /// <summary>To a stream that takes its bytes asynchronously alone, as a response does.</summary>
    private static async Task<byte[]> Written(Func<Stream, TableWriter> open, params TableCell[][] rows)
    {
        var to = new Response();
        await using (var writer = open(to))
        {
            foreach (var row in rows) await writer.Write(row, TestContext.Current.CancellationToken);
        }

        return to.Bytes;
    }

    private sealed class Response : Stream
    {
        private readonly MemoryStream _bytes = new();

        public byte[] Bytes => _bytes.ToArray();

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _bytes.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _bytes.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush() => throw new NotSupportedException("Synchronously.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Synchronously.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
