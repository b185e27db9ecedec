using System.Globalization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;
using Sunshine.Foundation.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Tables of rooms, as a county keeps them: everything in one is taken over, or with an error nothing.</summary>
public sealed class RoomFiles(RoomImport import, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies)
{
    private const string SourceId = "场所编号";
    private const string Name = "名称";
    private const string Kind = "类型";
    private const string Code = "行政区划代码";
    private const string Address = "地址";
    private const string Lat = "纬度";
    private const string Lng = "经度";
    private const string Hours = "开放时间";
    private const string Holidays = "节假日";
    private const string Phone = "电话";
    private const string Terminals = "终端数";
    private const string Printers = "打印设备数";
    private const string StepFree = "无障碍";
    private const string SensoryAids = "感官辅助";
    private const string OpenedOn = "启用日期";
    private const string ClosedOn = "停用日期";
    private const string ClosingReason = "停用理由";
    private const string Agency = "机构编号";

    private static readonly TableOptions Options = new()
    {
        Headings =
        [
            new(SourceId, Required: true, "sourceId", "查阅场所编号", "编号"), new(Name, true, "name", "查阅场所名称", "场所名称"), new(Kind, true, "kind", "场所类型", "类别"),
            new(Code, true, "divisionCode", "区划代码", "行政区划"), new(Address, true, "address", "场所地址", "详细地址"), new(Lat, false, "lat", "北纬"), new(Lng, false, "lng", "东经"),
            new(Hours, false, "hours", "服务时间", "工作时间"), new(Holidays, false, "holidayRule", "法定节假日", "节假日安排"), new(Phone, false, "phone", "联系电话", "咨询电话"),
            new(Terminals, false, "terminals", "电子阅览终端数", "终端数量"), new(Printers, false, "printers", "打印复印设备数", "打印机数"), new(StepFree, false, "stepFree", "无障碍设施"),
            new(SensoryAids, false, "sensoryAids", "感官辅助设施"), new(OpenedOn, true, "openedOn", "设立日期", "开放日期"), new(ClosedOn, false, "closedOn", "关闭日期"),
            new(ClosingReason, false, "closingReason", "停用原因", "关闭原因"), new(Agency, false, "agencyId", "设立单位编号")
        ],
        LargestFile = 16 * 1024 * 1024, MostRows = 20_000, AllowUnknown = true
    };

    /// <summary>The first of each is what is offered.</summary>
    private static readonly Dictionary<string, V1.RoomKind> Kinds = new[]
    {
        (V1.RoomKind.Archive, "档案馆 国家档案馆 综合档案馆 市档案馆 县档案馆 区档案馆 档案局 ROOM_KIND_ARCHIVE"),
        (V1.RoomKind.Library, "图书馆 公共图书馆 市图书馆 县图书馆 区图书馆 ROOM_KIND_LIBRARY"),
        (V1.RoomKind.ServiceHall, "政务服务大厅 政务服务场所 政务服务中心 政务大厅 行政服务中心 行政服务大厅 行政审批大厅 办事大厅 ROOM_KIND_SERVICE_HALL"),
        (V1.RoomKind.Town, "乡镇街道 乡镇 街道 乡 镇 乡镇政府 街道办事处 街道办 ROOM_KIND_TOWN"),
        (V1.RoomKind.Village, "村社区 村居 村 社区 行政村 村委会 居委会 村民委员会 社区居委会 ROOM_KIND_VILLAGE")
    }.SelectMany(k => k.Item2.Split(' ').Select(word => (Word: word, Kind: k.Item1))).ToDictionary(k => k.Word, k => k.Kind);

    private static readonly Dictionary<string, V1.HolidayRule> HolidayRules = new()
    {
        ["休息"] = V1.HolidayRule.OfficeDays, ["照常"] = V1.HolidayRule.EveryWeek, ["放假"] = V1.HolidayRule.OfficeDays, ["闭馆"] = V1.HolidayRule.OfficeDays, ["不开放"] = V1.HolidayRule.OfficeDays,
        ["照常开放"] = V1.HolidayRule.EveryWeek, ["正常开放"] = V1.HolidayRule.EveryWeek, ["开放"] = V1.HolidayRule.EveryWeek
    };

    private static readonly Dictionary<string, bool> YesOrNo = new()
    {
        ["是"] = true, ["否"] = false, ["有"] = true, ["无"] = false, ["没有"] = false, ["√"] = true, ["×"] = false, ["1"] = true, ["0"] = false, ["true"] = true, ["false"] = false
    };

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapUpload("/api/v1/reading-rooms/room-files", [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin], new PlainOperation(V1.RoomService.Descriptor, "ImportRoomFile",
            "Takes over rooms from a table, as BatchImportRooms does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
        {
            Query = V1.RoomFileQuery.Descriptor, Answer = V1.RoomFileReport.Descriptor,
            Body = $"The bytes of the file: CSV, XLSX or lines of JSON, up to 16 MiB and 20,000 rows, with the columns {string.Join('、', Options.Headings.Select(h => h.Name))}. "
                + $"{Kind}: {Offered(Kinds)}; the level follows from {Code}. {Hours}: `{HoursText.Example}`. {Holidays}: {Offered(HolidayRules)}. {StepFree}, {SensoryAids}: {Offered(YesOrNo)}."
        }, Import);

    private async Task<V1.RoomFileReport> Import(HttpContext http)
    {
        var (query, caller, cancel) = (QueryParameters.Read<V1.RoomFileQuery>(http.Request.Query), Caller.Of(http), http.RequestAborted);
        if (query.AgencyId.Length > 0)
        {
            var v = new Violations();
            var agencies = await agencyCopies.ReadWith(query.AgencyId, cancel);
            agencies.RequireKnown("agencyId", query.AgencyId, v);
            v.ThrowIfAny();
            agencies.RequireActingFor(caller, query.AgencyId);
        }

        var table = await TableRecords<V1.RoomRecord>.Read(http.Request.Body, Options, (row, found) => RecordOf(row, query.AgencyId, found), cancel);
        var verdicts = await import.Import(table.Records, caller, query.DryRun || table.AnyRefused, wholeOrNothing: true, cancel);
        for (var i = 0; i < verdicts.Count; i++) table.Tell(i, verdicts[i].Found, HeadingOf);

        var report = new V1.RoomFileReport { RowCount = verdicts.Count, RefusedCount = table.RefusedCount, DryRun = query.DryRun };
        if (!table.AnyRefused)
        {
            report.CreatedCount = verdicts.Count(x => x.Fate == RecordFate.Created);
            report.UpdatedCount = verdicts.Count(x => x.Fate == RecordFate.Updated);
            report.UnchangedCount = verdicts.Count(x => x.Fate == RecordFate.Unchanged);
        }

        report.Violations.Add(table.Told(Languages.Of(http.Request.Headers.AcceptLanguage)));
        return report;
    }

    private static V1.RoomRecord RecordOf(TableRow row, string agencyId, List<Violation> found)
    {
        var code = CodeOf(row.Cell(Code) ?? "");
        var content = new V1.RoomContent
        {
            Name = row.Cell(Name) ?? "", Kind = row.Choice(Kind, Kinds, found), DivisionCode = code, Address = row.Cell(Address) ?? "", Phone = row.Cell(Phone) ?? "",
            // Of a code that is none only the code is told.
            Level = DivisionCode.LevelOf(code) ?? V1.DivisionLevel.County,
            Equipment = new V1.Equipment
            {
                Terminals = Count(row, Terminals, found), Printers = Count(row, Printers, found), StepFree = row.Choice(StepFree, YesOrNo, found), SensoryAids = row.Choice(SensoryAids, YesOrNo, found)
            },
            Hours = HoursOf(row, found)
        };
        if (row.Cell(Lat) is not null || row.Cell(Lng) is not null) content.Coordinates = new V1.Coordinates { Lat = row.Cell(Lat) ?? "", Lng = row.Cell(Lng) ?? "" };
        return new V1.RoomRecord
        {
            SourceId = row.Cell(SourceId) ?? "", AgencyId = row.Cell(Agency) ?? agencyId, Content = content, OpenedOn = row.Day(OpenedOn), ClosedOn = row.Day(ClosedOn), ClosingReason = row.Cell(ClosingReason) ?? ""
        };
    }

    private static V1.OpeningHours? HoursOf(TableRow row, List<Violation> found)
    {
        var (rule, v) = (row.Choice(Holidays, HolidayRules, found), new Violations());
        var hours = row.Cell(Hours) is { } text ? HoursText.Parse(row.Address(Hours), text, v) : null;
        if (rule != 0 && row.Cell(Hours) is null) v.Add(row.Address(Hours), "REQUIRED", $"填写了{Holidays}，须同时填写{Hours}。", $"Required where {Holidays} is told.");
        if (hours is not null) hours.HolidayRule = rule;
        found.AddRange(v.Found);
        return hours;
    }

    /// <summary>Statistics write every code with twelve digits, those of towns and counties with zeros at their end.</summary>
    private static string CodeOf(string text)
    {
        var code = text;
        while (code.Length is 9 or 12 && code.EndsWith("000", StringComparison.Ordinal)) code = code[..^3];
        return code;
    }

    private static int Count(TableRow row, string heading, List<Violation> found)
    {
        if (row.Cell(heading) is not { } text) return 0;
        if (int.TryParse(text.TrimEnd('台', '部', '个'), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return count;
        found.Add(new Violation(row.Address(heading), "NOT_A_NUMBER", "须为整数。", "Must be a whole number."));
        return 0;
    }

    private static string Offered<T>(Dictionary<string, T> words) where T : struct => string.Join('、', words.GroupBy(w => w.Value).Select(same => same.First().Key));

    private static string HeadingOf(string field) => field switch
    {
        "sourceId" => SourceId,
        "agencyId" => Agency,
        "content.name" => Name,
        "content.kind" => Kind,
        "content.divisionCode" or "content.level" => Code,
        "content.address" => Address,
        "content.phone" => Phone,
        "content.coordinates.lat" => Lat,
        "content.coordinates.lng" => Lng,
        "content.equipment.terminals" => Terminals,
        "content.equipment.printers" => Printers,
        "openedOn" => OpenedOn,
        "closedOn" => ClosedOn,
        "closingReason" => ClosingReason,
        _ when field.StartsWith("content.hours", StringComparison.Ordinal) => Hours,
        _ => SourceId
    };
}
