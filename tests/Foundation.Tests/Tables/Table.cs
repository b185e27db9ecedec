using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

internal static class Table
{
    public static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static Task<List<TableRow>> Csv(string text, TableOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), TableFormat.Csv, options);

    public static Task<List<TableRow>> Json(string text, TableOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), TableFormat.JsonLines, options);

    public static async Task<List<TableRow>> Read(byte[] bytes, TableFormat format, TableOptions? options = null) => await Read(new MemoryStream(bytes), format, options);

    public static async Task<List<TableRow>> Read(Stream content, TableFormat format, TableOptions? options = null)
    {
        var rows = new List<TableRow>();
        await foreach (var row in TableReader.Read(content, format, options ?? new TableOptions(), TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }

    /// <summary>The reasons for which it is refused, each naming the field in two languages.</summary>
    public static async Task<string[]> Refused(Func<Task> read)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(read);
        Assert.Equal("INVALID_FIELDS", refused.Refusal.Reason);
        Assert.NotEmpty(refused.Violations);
        Assert.All(refused.Violations, v =>
        {
            Assert.Equal("file", v.Field);
            Assert.Contains(v.Chinese, c => c is >= '\u4E00' and <= '\u9FFF');
            Assert.NotEmpty(v.English);
        });
        return [.. refused.Violations.Select(v => v.Reason)];
    }

    public static (string At, string Reason)[] Problems(this TableRow row) => [.. row.Problems.Select(p => (p.Field, p.Reason))];

    /// <summary>Gives its bytes a few at a time, forward and asynchronously alone, as a request's body does.</summary>
    public sealed class Body(byte[] bytes, int portion = 7) : Stream
    {
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(portion, buffer.Length), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
