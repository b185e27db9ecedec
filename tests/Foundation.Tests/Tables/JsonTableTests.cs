using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

public sealed class JsonTableTests
{
    [Fact]
    public async Task Every_line_is_a_row_with_values_of_every_kind()
    {
        var rows = await Table.Json("\n{\"职权编码\":\"XK-001\",\"收费\":false,\"时限\":20,\"金额\":0.30000000000000004,\"依据\":[\"《城乡规划法》\",\"《条例》\"],\"备注\":null}\r\n{\"职权编码\":\"XK-002\",\"多\":1e3,\"号\":210302199001011234}");

        Assert.Equal([2L, 3L], rows.Select(r => r.Line));
        Assert.Equal(("XK-001", "false", "20", "0.3", null), (rows[0].Cell("职权编码"), rows[0].Cell("收费"), rows[0].Cell("时限"), rows[0].Cell("金额"), rows[0].Cell("备注")));
        Assert.Equal(["《城乡规划法》", "《条例》"], rows[0].Values("依据"));
        Assert.Equal("《城乡规划法》;《条例》", rows[0].Cell("依据"));
        Assert.Equal(["XK-002"], rows[1].Values("职权编码"));
        Assert.Equal(("1000", "210302199001011234", null), (rows[1].Cell("多"), rows[1].Cell("号"), rows[1].Cell("依据")));
        Assert.Empty(rows[1].Values("依据"));
        Assert.Equal("line 3, 职权编码", rows[1].Address("职权编码"));
    }

    [Fact]
    public async Task A_broken_line_costs_that_line_alone()
    {
        byte[] lines = [.. "{\"a\":1\n[1]\n{\"a\":{\"b\":1},\"c\":[[1]]}\n{\"a\":\""u8, 0xFF, .. "\"}\n{\"a\":1,\"a\":2}\n{\"a\":\"\\ud800\"}\n{\"a\":\"好\"}\n{}\n"u8];

        var rows = await Table.Read(lines, TableFormat.JsonLines);

        Assert.Equal([("line 1", "MALFORMED_JSON")], rows[0].Problems());
        Assert.Equal([("line 2", "MALFORMED_JSON")], rows[1].Problems());
        Assert.Equal([("line 3, a", "WRONG_TYPE"), ("line 3, c", "WRONG_TYPE")], rows[2].Problems());
        Assert.Equal([("line 4", "NOT_TEXT")], rows[3].Problems());
        Assert.Equal([("line 5", "MALFORMED_JSON")], rows[4].Problems());
        Assert.Equal([("line 6", "MALFORMED_JSON")], rows[5].Problems());
        Assert.Equal("好", rows[6].Cell("a"));
        Assert.Equal(7, rows.Count);
    }

    [Fact]
    public async Task Names_are_headings()
    {
        var options = new TableOptions { Headings = [new("职权编码", Required: true, "code"), new("名称")] };

        var rows = await Table.Json("{\"code\":\"1\",\"电话\":\"2\"}\n{\"职权编码\":\"2\",\"ＣＯＤＥ\":\"3\"}\n{\"名称\":\"甲\"}", options);

        Assert.Equal(("1", "2", null), (rows[0].Cell("职权编码"), rows[1].Cell("职权编码"), rows[2].Cell("职权编码")));
        Assert.Equal([("line 1, 电话", "HEADING_UNKNOWN")], rows[0].Problems());
        Assert.Equal([("line 2, ＣＯＤＥ", "HEADING_TWICE")], rows[1].Problems());
        Assert.Empty(Assert.Single(await Table.Json("{\"code\":\"1\",\"电话\":\"2\"}", options with { AllowUnknown = true })).Problems);
    }

    [Fact]
    public async Task Every_bound_is_a_refusal()
    {
        Assert.Equal(["ROW_TOO_LONG"], await Table.Refused(() => Table.Json("{\"a\":\"" + new string('x', 100_000) + "\"}", new() { LongestRow = 50_000 })));
        Assert.Equal(["TOO_MANY_COLUMNS"], await Table.Refused(() => Table.Json("{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"c{i}\":1")) + "}")));
        Assert.Equal(["TOO_MANY_ROWS"], await Table.Refused(() => Table.Json("{\"a\":1}\n{\"a\":1}\n", new() { MostRows = 1 })));
        Assert.Equal(["EMPTY"], await Table.Refused(() => Table.Json(" \n")));
        Assert.Equal([("line 1, a", "CELL_TOO_LONG")], Assert.Single(await Table.Json("{\"a\":\"xxxxx\"}", new() { LongestCell = 4 })).Problems());
    }
}
