using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

public sealed class TableFormatsTests
{
    [Theory]
    [InlineData("清单.csv", "编码,名称", TableFormat.Csv)]
    [InlineData("清单.TXT", "编码\t名称", TableFormat.Csv)]
    [InlineData("清单.xls", "编码\t名称", TableFormat.Csv)]
    [InlineData("清单.jsonl", "{\"a\":1}", TableFormat.JsonLines)]
    [InlineData("", " {\"a\":1}", TableFormat.JsonLines)]
    [InlineData("", "编码,名称", TableFormat.Csv)]
    [InlineData("清单.csv", "PK\u0003\u0004...", TableFormat.Xlsx)]
    public void A_format_is_told_by_the_first_bytes_and_the_name(string name, string beginning, TableFormat format) =>
        Assert.Equal(format, TableFormats.Tell(name, Encoding.UTF8.GetBytes(beginning)));

    [Theory]
    [InlineData("清单.xls", "\uFEFF <html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "WEB_PAGE")]
    [InlineData("清单.xlsx", "编码,名称", "NOT_XLSX")]
    public void What_is_none_of_them_says_what_to_do(string name, string beginning, string reason) =>
        Assert.Equal(reason, Assert.Throws<RefusedException>(() => TableFormats.Tell(name, Encoding.UTF8.GetBytes(beginning))).Violations.Single().Reason);

    [Fact]
    public async Task The_reader_tells_it_without_losing_what_it_looked_at()
    {
        var bytes = Encoding.UTF8.GetBytes("编码,名称\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},名称\n")));
        foreach (var content in new Stream[] { new MemoryStream(bytes), new Table.Body(bytes) })
        {
            var count = 0;
            await foreach (var row in TableReader.Read(content, "a.csv", new TableOptions(), TestContext.Current.CancellationToken)) Assert.Equal($"{count++}", row.Cell("编码"));
            Assert.Equal(200, count);
        }
    }
}
