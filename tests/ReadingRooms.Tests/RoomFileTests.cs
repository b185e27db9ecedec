using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Tables;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.ReadingRooms.Tests;

public sealed class RoomFileTests : RoomsTest
{
    private const string Good =
        """
        场所编号,名称,类型,行政区划代码,地址,纬度,经度,开放时间,节假日,电话,终端数,打印设备数,无障碍,感官辅助,启用日期,停用日期,停用理由,备注
        1,市档案馆,国家档案馆,210300,胜利路 1 号,41.1087,122.9943,"周一至周五 08:30-11:30,13:30-17:00; 周六 09:00-12:00",休息,0412-5500001,2,1,是,否,2014/5/1,,,甲
        2,市图书馆,图书馆,210300000000,胜利路 2 号,,,每天 9:00-17:00，周一闭馆,照常开放,,4台,,有,有,2014年5月1日,,,乙
        3,海城市政务服务大厅,政务服务中心,210381,海城路 1 号,,,,,,,,,,2015-1-1,,,
        4,西柳镇查阅点,乡镇（街道）,210381105000,西柳路 1 号,,,,,,,,,,2015.1.1,2018-01-01,撤并,
        5,古树村查阅点,村、社区,210381105201,古树村,,,,,,,,,,2015-01-01,,,

        """;

    [Fact]
    public async Task A_table_is_taken_over_as_counties_write_it_and_again_changes_nothing()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var csv = Encoding.GetEncoding("gb18030").GetBytes(Good);
        Assert.Equal((5, 5, 0, 0, 0, false), Told(await Post(csv)));
        Assert.Equal((5, 0, 0, 5, 0, false), Told(await Post(csv)));

        var rooms = (await Anybody.ListRoomsAsync(new() { WithClosed = true }, cancellationToken: Cancel)).Rooms.ToDictionary(r => r.SourceId);
        var expected = Content("210300", RoomKind.Archive, "市档案馆", "41.1087", "122.9943");
        (expected.Phone, expected.Hours) = ("0412-5500001", rooms["1"].Content.Hours);
        Assert.Equal(expected, rooms["1"].Content);
        Assert.Equal((6, HolidayRule.OfficeDays), (rooms["1"].Content.Hours.Week.Count, rooms["1"].Content.Hours.HolidayRule));
        Assert.Equal((6, HolidayRule.EveryWeek, 4, true), (rooms["2"].Content.Hours.Week.Count, rooms["2"].Content.Hours.HolidayRule, rooms["2"].Content.Equipment.Terminals, rooms["2"].Content.Equipment.SensoryAids));
        Assert.Equal(
            [(RoomKind.ServiceHall, DivisionLevel.County), (RoomKind.Town, DivisionLevel.Town), (RoomKind.Village, DivisionLevel.Village)], new[] { "3", "4", "5" }.Select(k => (rooms[k].Content.Kind, rooms[k].Content.Level)));
        Assert.Equal((true, "2015-01-01", "2018-01-01", "撤并"), (rooms["4"].Closed, rooms["4"].Spells[0].OpenedOn, rooms["4"].Spells[0].ClosedOn, rooms["4"].Spells[0].ClosingReason));
        Assert.All(rooms.Values, r => Assert.Equal("city", r.AgencyId));
    }

    [Fact]
    public async Task A_workbook_and_lines_of_json_say_the_same_as_a_table_and_calls()
    {
        await Post(Encoding.UTF8.GetBytes(Good));
        var file = new MemoryStream();
        await using (var table = TableWriter.Xlsx(file, "场所"))
        {
            foreach (var line in Good.TrimEnd().Split('\n')) await table.Write([.. Cells(line).Select(c => (TableCell)c)], Cancel);
        }

        Assert.Equal((5, 0, 0, 5, 0, false), Told(await Post(file.ToArray())));
        Assert.Equal((1, 0, 1, 0, 0, false), Told(await Post(
            """{"sourceId":"5","name":"古树村查阅点","kind":"ROOM_KIND_VILLAGE","divisionCode":"210381105201","address":"古树村","openedOn":"2015-01-01","terminals":3,"stepFree":true,"agencyId":"city"}"""u8.ToArray(), "")));
        var record = Record("5", "210381105201", RoomKind.Village, "2015-01-01");
        (record.Content.Name, record.Content.Address, record.Content.Hours, record.Content.Phone, record.Content.Equipment) = ("古树村查阅点", "古树村", null, "", new() { Terminals = 3, StepFree = true });
        Assert.Equal(RecordFate.Unchanged, Assert.Single((await Editor.BatchImportRoomsAsync(new() { Records = { record } }, cancellationToken: Cancel)).Results).Fate);
    }

    [Fact]
    public async Task With_an_error_nothing_is_stored_and_each_is_told_by_its_cell()
    {
        var table = "编号,名称,类型,行政区划代码,地址,纬度,经度,开放时间,节假日,电话,终端数,无障碍,启用日期,停用日期,停用理由\n"
            + "1,甲,档案馆,210300,路 1 号,,,,,,,,2014-05-01,,\n"
            + "2,乙,银行,210399,路 2 号,99,,看情况,随便,abc,两台,也许,2014-02-30,2014-01-01,\n"
            + "1,,图书馆,abc,路 3 号,,,周一 17:00-8:30,,,-1,,2014-05-01,2014-04-01,迁\n"
            + "4,丁,村,210300,路 4 号,,,,照常,,,,2014-05-01,,\n";
        var report = await Post(Encoding.UTF8.GetBytes(table));
        Assert.Equal((4, 0, 0, 0, 3, false), Told(report));
        Assert.Equal(
            [
                "line 3, 类型 UNKNOWN_VALUE", "line 3, 终端数 NOT_A_NUMBER", "line 3, 无障碍 UNKNOWN_VALUE", "line 3, 节假日 UNKNOWN_VALUE", "line 3, 开放时间 NOT_HOURS", "line 3, 行政区划代码 NO_SUCH_DIVISION",
                "line 3, 电话 MALFORMED", "line 3, 纬度 NOT_A_COORDINATE", "line 3, 经度 REQUIRED", "line 3, 启用日期 NOT_A_DAY", "line 3, 停用理由 REQUIRED",
                "line 4, 终端数 NOT_A_NUMBER", "line 4, 编号 REPEATED", "line 4, 名称 REQUIRED", "line 4, 行政区划代码 NOT_A_DIVISION_CODE", "line 4, 开放时间 NOT_AFTER_OPENS", "line 4, 停用日期 NOT_AFTER_OPENED",
                "line 5, 开放时间 REQUIRED"
            ],
            report.Violations.Select(f => $"{f.Field.Replace("场所编号", "编号")} {f.Reason}"));
        Assert.Contains("08:30-11:30", report.Violations.Single(f => f.Reason == "NOT_HOURS").Description, StringComparison.Ordinal);
        Assert.Equal(0, (await Anybody.ListRoomsAsync(new(), cancellationToken: Cancel)).TotalSize);

        // More than are told; and a room whose days overlap with what is stored leaves the others unstored too.
        var many = await Post(Encoding.UTF8.GetBytes("编号,名称,类型,行政区划代码,地址,启用日期\n" + string.Concat(Enumerable.Range(1, 150).Select(i => $"{i},,村,1,路,2014-01-01\n"))));
        Assert.Equal((150, 200), (many.RefusedCount, many.Violations.Count));
        var id = (await Import(Record("1", "210300", RoomKind.Archive)))[0];
        await Editor.CloseRoomAsync(new() { Id = id, ClosedOn = "2016-01-01", Reason = "迁址" }, cancellationToken: Cancel);
        await Editor.ReopenRoomAsync(new() { Id = id, OpenedOn = "2017-01-01" }, cancellationToken: Cancel);
        var overlapping = await Post(Encoding.UTF8.GetBytes("编号,名称,类型,行政区划代码,地址,启用日期\n9,乙,图书馆,210300,路,2015-01-01\n1,甲,档案馆,210300,路,2015-01-01\n"));
        Assert.Equal(((2, 0, 0, 0, 1, false), "line 3, 启用日期 OVERLAPS"), (Told(overlapping), $"{overlapping.Violations[0].Field} {overlapping.Violations[0].Reason}"));
        Assert.Equal(1, (await Anybody.ListRoomsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_dry_run_tells_and_stores_nothing()
    {
        Assert.Equal((5, 5, 0, 0, 0, true), Told(await Post(Encoding.UTF8.GetBytes(Good), "agencyId=city&dryRun=true")));
        Assert.Equal(0, (await Anybody.ListRoomsAsync(new() { WithClosed = true }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Only_who_may_takes_rooms_over_and_a_row_may_name_an_agency_of_its_own()
    {
        var table = Encoding.UTF8.GetBytes("编号,名称,类型,行政区划代码,地址,启用日期,机构编号\n1,甲,档案馆,210300,路,2014-05-01,\n2,乙,图书馆,210300,路,2014-05-01,county\n3,丙,图书馆,210300,路,2014-05-01,nobody\n");
        Assert.Equal(["line 4, 机构编号 NO_SUCH_AGENCY"], (await Post(table)).Violations.Select(f => $"{f.Field} {f.Reason}"));
        Assert.Equal(["line 2, 机构编号 REQUIRED", "line 4, 机构编号 NO_SUCH_AGENCY"], (await Post(table, "")).Violations.Select(f => $"{f.Field} {f.Reason}"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), ((await Send(table, "agencyId=nobody", Token("e", Roles.Editor))).StatusCode, (await Send(table, "agencyId=city", Token("e", Roles.Editor, "county"))).StatusCode));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), ((await Send(table, "", null)).StatusCode, (await Send(table, "", Token("e", Roles.Auditor))).StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send("名称\nx\n"u8.ToArray(), "", Token("e", Roles.Editor))).StatusCode);

        Assert.Equal((2, 2, 0, 0, 0, false), Told(await Post(Encoding.UTF8.GetBytes("编号,名称,类型,行政区划代码,地址,启用日期,机构编号\n1,甲,档案馆,210300,路,2014-05-01,\n2,乙,图书馆,210300,路,2014-05-01,county\n"))));
        Assert.Equal(1, (await Anybody.ListRoomsAsync(new() { AgencyId = "county" }, cancellationToken: Cancel)).TotalSize);
    }

    [Theory]
    [InlineData(0, true), InlineData(1, true), InlineData(1, false), InlineData(2, false)]
    public async Task Killed_in_the_middle_and_sent_again_it_is_whole(int at, bool before)
    {
        var records = Enumerable.Range(0, 2_500).Select(i => Record($"r{i}", "210300", RoomKind.Library)).ToList();
        var services = Host.Services;
        var killed = new RoomImport(
            new Collections(new DyingStore(StoreOf(Host), at, before)), services.GetRequiredService<Divisions>(), services.GetRequiredKeyedService<AgencyCopies>(ReadingRoomsModule.Name),
            services.GetRequiredService<Clock>(), Host.Clock);
        var caller = new Caller("editor", "city", new HashSet<string> { Roles.Editor });
        await Assert.ThrowsAsync<OperationCanceledException>(() => killed.Import(records, caller, dryRun: false, wholeOrNothing: true, Cancel));

        var stored = at * 1_000 + (before ? 0 : Math.Min(1_000, 2_500 - at * 1_000));
        var table = "编号,名称,类型,行政区划代码,地址,启用日期\n" + string.Concat(Enumerable.Range(0, 2_500).Select(i => $"r{i},甲,图书馆,210300,路,2014-01-01\n"));
        var report = await Post(Encoding.UTF8.GetBytes(table));
        Assert.Equal((2_500, 2_500 - stored, stored, 0, 0, false), Told(report));
        Assert.Equal(2_500, (await Anybody.ListRoomsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    private static (int, int, int, int, int, bool) Told(RoomFileReport r) => (r.RowCount, r.CreatedCount, r.UpdatedCount, r.UnchangedCount, r.RefusedCount, r.DryRun);

    /// <summary>Of a line of which only one cell has quotation marks around it.</summary>
    private static IEnumerable<string> Cells(string line)
    {
        var parts = line.TrimEnd('\r').Split('"');
        return parts.Length == 1 ? parts[0].Split(',') : [.. parts[0].TrimEnd(',').Split(','), parts[1], .. parts[2].TrimStart(',').Split(',')];
    }

    private async Task<RoomFileReport> Post(byte[] table, string query = "agencyId=city")
    {
        var answer = await Send(table, query, Token("editor", Roles.Editor));
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return RoomFileReport.Parser.ParseJson(text);
    }

    private async Task<HttpResponseMessage> Send(byte[] table, string query, string? token) => await Host.Http(token).PostAsync($"/api/v1/reading-rooms/room-files?{query}", new ByteArrayContent(table), Cancel);
}
