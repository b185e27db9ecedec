using CsCheck;
using Grpc.Core;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance.Tests;

/// <summary>Sheets of words that tables are made of, in any order: they are refused or read, and what is read can be stored.</summary>
public sealed class StatementImportRandomTests : ImportTest
{
    private static readonly string[] Words =
    [
        "", "", "", "科目编码", "科目名称", "项目", "合计", "小计", "基本支出", "项目支出", "本年预算数", "2015年预算数", "上年执行数", "收入", "支出", "预算数", "类", "款", "项", "栏次", "行次", "单位：元", "单位：万元", "单位：美元",
        "注：无", "注：", "201", "20103", "2010301", "299", "合 计", "收入总计", "一、财政拨款收入", "（一）一般公共预算", "其中：", "一般公共服务支出", "1", "2", "3", "0.00", "-5", "—", "1,234.567", "99999999999999999999", "1e9", "三万", "比上年增减%",
        "12.5%", "公务接待费", "公务用车购置及运行费", "单位名称", "部门收支总体情况表", "一般公共预算支出情况表", "公开04表", "政府性基金预算支出情况表", "一般公共预算“三公”经费支出情况表", "\"", "𠮷", "本年支出合计", "=1+1"
    ];

    [Fact]
    public async Task Whatever_is_in_a_sheet_it_is_read_or_refused()
    {
        var draft = await Begun();
        var grid = Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[1, 9].Array[1, 14];
        var unit = Gen.Bool.Select(b => b ? V1.AmountUnit.TenThousandYuan : V1.AmountUnit.Unspecified);
        var layout = Gen.Int[0, 8].Select(n => n == 0 ? "" : $"department-budget-{n}");
        var (read, refused) = (0, 0);
        await Gen.Select(grid, unit, layout).SampleAsync(async (rows, u, l) =>
        {
            var grids = new Grids();
            grids.Sheets.Add(("预算5", [.. rows.Select(r => r.Select(c => (TableCell)c).ToArray())]));
            try
            {
                var report = await Import(draft, await grids.Xlsx(), "a.xlsx", h => (h.Layout, h.Unit, h.KeepFindings, h.ReplaceAll) = (l, u, true, true));
                Assert.True(report.Stored);
                Assert.All(report.Findings, f => Assert.True(f.Severity == V1.FindingSeverity.Warning || f.Waivable));
                read++;
            }
            catch (RpcException e)
            {
                Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
                refused++;
            }
        }, iter: 600, threads: 1);
        Assert.Equal(600, read + refused);
    }

    [Fact]
    public async Task Lines_below_right_headings_are_mostly_read()
    {
        var draft = await Begun();
        string[] codes = ["201", "20103", "2010301", "208", "20805", "2080505", "合计", "229"];
        string[] values = ["", "", "0", "1", "2.50", "1,000.00", "—", "3", "4.125", "-1"];
        var value = Gen.Int[0, values.Length - 1].Select(i => values[i]);
        var rows = Gen.Select(Gen.Int[0, codes.Length - 1], value.Array[3]).List[0, 8];
        var (read, refused) = (0, 0);
        await Gen.Select(rows, Gen.Bool).SampleAsync(async (lines, wan) =>
        {
            var grids = new Grids();
            List<TableCell[]> table = [["一般公共预算支出情况表"], [wan ? "单位：万元" : "单位：元"], ["科目编码", "科目名称", "小计", "基本支出", "项目支出"]];
            table.AddRange(lines.DistinctBy(l => l.Item1).Select(l => (TableCell[])[codes[l.Item1], default, .. l.Item2.Select(v => (TableCell)v)]));
            grids.Sheets.Add(("表", [.. table, ["注：附注"]]));
            var bad = lines.DistinctBy(l => l.Item1).Any(l => l.Item2.Contains("-1") || (!wan && l.Item2.Contains("4.125")));
            try
            {
                Assert.True((await Import(draft, await grids.Xlsx(), "a.xlsx", h => h.KeepFindings = true)).Stored);
                Assert.False(bad);
                read++;
            }
            catch (RpcException e)
            {
                Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
                Assert.True(bad, e.ToString());
                refused++;
            }
        }, iter: 300, threads: 1);
        Assert.True(read > 20 && refused > 20, $"{read} read, {refused} refused");
    }

    [Fact]
    public async Task One_cell_of_a_printed_set_that_holds_something_else_is_read_or_refused()
    {
        var draft = await Begun();
        var refused = 0;
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 40], Gen.Int[0, 12], Gen.Int[0, Words.Length - 1].Select(i => Words[i])).SampleAsync(async (sheet, row, column, word) =>
        {
            var grids = await Printed(SampleTables.Budget);
            var rows = grids.Sheets[sheet].Rows;
            var cells = rows[row % rows.Count];
            cells[column % cells.Length] = word;
            try
            {
                await Import(draft, await grids.Xlsx(), "a.xlsx", h => (h.KeepFindings, h.ReplaceAll) = (true, true));
            }
            catch (RpcException e)
            {
                Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
                refused++;
            }
        }, iter: 300, threads: 1);
        Assert.True(refused > 50, $"{refused} refused");
    }
}
