using System.Text;
using CsCheck;

namespace Sunshine.ReportForms.Tests;

/// <summary>Tables thrown together from the words of the forms: whatever comes of them, nothing but a refusal is thrown.</summary>
public sealed class AnyTableTests
{
    private static readonly string[] Words =
    [
        .. Forms.All.SelectMany(f => f.Tables).SelectMany(t => t.AllRows.Select(r => r.Name).Concat(t.Columns.Select(c => c.Name)).Append(t.Name).Append(t.Part)).Distinct(),
        "", "", "", "", "", "0", "1", "7", "12345", "-3", "1.5", "60.20%", "—", "无", "见附件", "单位", "件", "行政诉讼", "申请人情况", "备注", "2021", "2021年度报告", "99999999999999999999", "（", "一、", "其中:"
    ];

    private static readonly Gen<string[][]> Grids = Gen.Int[0, Words.Length - 1].Select(w => Words[w]).Array[1, 8].Array[1, 25];

    [Fact]
    public async Task As_text_with_separators() => await Gen.Select(Grids, Gen.Int[2014, 2024]).SampleAsync(async (grid, year) =>
    {
        var csv = string.Join('\n', grid.Select(r => string.Join(',', r.Select(c => $"\"{c}\""))));
        try
        {
            ReportCheck.Check([await PublishedSheets.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new PublishedReport("any.csv", "某市", year), CancellationToken.None)]);
        }
        catch (UnreadableReportException e)
        {
            Assert.NotEmpty(e.Problems);
        }
    }, iter: 1_000);

    [Fact]
    public void As_json() => Gen.Select(Grids, Gen.Int[2014, 2024]).Sample((grid, year) =>
    {
        var tables = grid.Select(r => r.Length < 3 ? $"{Quoted(r[0])}: {{{Quoted(r[^1])}: {Quoted(r[^1])}}}" : $"{Quoted(r[0])}: {{{Quoted(r[1])}: {{{string.Join(", ", r[2..].Select(c => $"{Quoted(c)}: {Quoted(r[^1])}"))}}}}}");
        ReportCheck.Check([Sentences.Report($"\"tables\": {{{string.Join(", ", tables)}}}", year)]);
    }, iter: 1_000);

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
