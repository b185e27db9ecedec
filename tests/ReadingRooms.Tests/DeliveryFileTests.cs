using System.Net;
using System.Text;
using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class DeliveryFileTests : DistributionTest
{
    [Fact]
    public async Task A_table_is_recorded_as_counties_write_it_and_again_changes_nothing()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        var table = $"查阅场所编号,名称,送达日期,签收日期,送达方式,免送理由\n{rooms[0]},档案馆,2016/3/2,2016年3月3日,邮寄,\n{rooms[1]},图书馆,,2016-04-01,,\n{rooms[2]},大厅,,,,停用\n";
        Assert.Equal((3, 3, 0, 0, false), Told(await Post(id, table)));
        Assert.Equal((3, 0, 3, 0, false), Told(await Post(id, table)));

        var deliveries = (await Deliveries(id)).ToDictionary(d => d.RoomId);
        Assert.Equal(("2016-03-02", "2016-03-03", DeliveryMethod.Post, ConfirmationWay.Table), (deliveries[rooms[0]].DeliveredOn, deliveries[rooms[0]].ReceivedOn, deliveries[rooms[0]].Method, deliveries[rooms[0]].Confirmation));
        Assert.Equal((DeliveryState.ReceivedLate, DeliveryState.Excused), (deliveries[rooms[1]].State, deliveries[rooms[2]].State));
    }

    [Fact]
    public async Task With_an_error_nothing_is_recorded_and_each_is_told_by_its_cell()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        var report = await Post(id, $"查阅场所编号,送达日期,签收日期,送达方式\n{rooms[0]},,2016-03-03,\n{rooms[1]},,2016-02-30,\nnobody,,2016-03-03,\n{rooms[2]},2016-02-01,,飞鸽\n{rooms[0]},,2016-03-04,\n");

        Assert.Equal((5, 0, 0, 4, false), Told(report));
        Assert.Equal(
            [
                "line 3, 签收日期 NOT_A_DAY", "line 4, 查阅场所编号 NOT_EXPECTED", "line 5, 送达方式 UNKNOWN_VALUE", "line 5, 送达日期 BEFORE_ISSUE", "line 6, 查阅场所编号 REPEATED"
            ],
            report.Violations.Select(v => $"{v.Field} {v.Reason}"));
        Assert.Equal(0, (await Coverage(id)).Figures.ReceivedCount);
    }

    [Fact]
    public async Task A_dry_run_tells_and_stores_nothing()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        Assert.Equal((1, 1, 0, 0, true), Told(await Post(id, $"编号,签收日期\n{rooms[0]},2016-03-03\n", "&dryRun=true")));
        Assert.Equal(0, (await Coverage(id)).Figures.ReceivedCount);
    }

    [Fact]
    public async Task What_is_no_table_or_not_allowed_is_refused()
    {
        await ImportFive();
        var id = (await Distribute()).Id;
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(id, "名称\nx\n", Token("p", Roles.Publisher))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(id, "", Token("p", Roles.Publisher))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send("nothing", "编号\nx\n", Token("p", Roles.Publisher))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(id, "编号\nx\n", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(id, "编号\nx\n", Token("p", Roles.Auditor))).StatusCode);
    }

    private static (int, int, int, int, bool) Told(DeliveryFileReport r) => (r.RowCount, r.RecordedCount, r.UnchangedCount, r.RefusedCount, r.DryRun);

    private async Task<DeliveryFileReport> Post(string id, string table, string query = "")
    {
        var answer = await Send(id, table, Token("publisher", Roles.Publisher), query);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return DeliveryFileReport.Parser.ParseJson(text);
    }

    private async Task<HttpResponseMessage> Send(string id, string table, string? token, string query = "") =>
        await Host.Http(token).PostAsync($"/api/v1/reading-rooms/delivery-files?distributionId={id}{query}", new ByteArrayContent(Encoding.UTF8.GetBytes(table)), Cancel);
}
