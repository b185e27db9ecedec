using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;

namespace Sunshine.ReadingRooms;

/// <summary>Tables of deliveries, as a county sends them back: everything in one is recorded, or with an error nothing.</summary>
public sealed class DeliveryFiles(Distributions distributions, DistributionRpcs rpcs)
{
    private const int MostTold = 200;

    private const string Room = "查阅场所编号";
    private const string DeliveredOn = "送达日期";
    private const string ReceivedOn = "签收日期";
    private const string Method = "送达方式";
    private const string DeliveredBy = "送达单位";
    private const string Excuse = "免送理由";

    /// <summary>As the transcoder writes.</summary>
    private static readonly JsonFormatter Json = new(new JsonFormatter.Settings(formatDefaultValues: true));

    private static readonly TableOptions Options = new()
    {
        Headings =
        [
            new(Room, Required: true, "roomId", "编号"), new(DeliveredOn, false, "deliveredOn"), new(ReceivedOn, false, "receivedOn"), new(Method, false, "method"),
            new(DeliveredBy, false, "deliveredBy"), new(Excuse, false, "excuse")
        ],
        LargestFile = 16 * 1024 * 1024, MostRows = 20_000, AllowUnknown = true
    };

    private static readonly Dictionary<string, V1.DeliveryMethod> Methods = new()
    {
        ["邮寄"] = V1.DeliveryMethod.Post, ["专人送达"] = V1.DeliveryMethod.Courier, ["自取"] = V1.DeliveryMethod.Collected, ["电子"] = V1.DeliveryMethod.Electronic
    };

    private static PlainOperation Operation => new(V1.DistributionService.Descriptor, "ImportDeliveryFile",
        "Records deliveries from a table, as BatchRecordDeliveries does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
    {
        Query = V1.DeliveryFileQuery.Descriptor, Answer = V1.DeliveryFileReport.Descriptor,
        Body = $"The bytes of the file: CSV, XLSX or lines of JSON, up to 16 MiB and 20,000 rows, with the columns {Room} (the room's id), {DeliveredOn}, {ReceivedOn}, {Method} ({string.Join('、', Methods.Keys)}), {DeliveredBy}, {Excuse}."
    };

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/reading-rooms/delivery-files", (Delegate)Import)
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin))
            // The reader of tables has limits of its own.
            .WithMetadata(new DisableRequestSizeLimitAttribute(), Operation).DisableRequestTimeout().AnswersRefusals();

    private async Task<IResult> Import(HttpContext http)
    {
        var query = QueryParameters.Read<V1.DeliveryFileQuery>(http.Request.Query);
        var v = new Violations();
        if (http.Request.HasFormContentType) v.Add("", "NOT_RAW", "请求正文须为文件本身，不是表单。", "The body must be the file itself, not a form.");
        v.ThrowIfAny();
        var distribution = (await distributions.Require("distributionId", query.DistributionId, http.RequestAborted)).Value;
        var (records, rows, wrong) = (new List<V1.DeliveryRecord>(), new List<TableRow>(), new List<Violation>());
        var refused = new HashSet<long>();
        await foreach (var row in TableReader.Read(http.Request.Body, "", Options, http.RequestAborted))
        {
            var found = new List<Violation>(row.Problems);
            records.Add(RecordOf(row, found));
            rows.Add(row);
            if (found.Count > 0) refused.Add(row.Line);
            wrong.AddRange(found);
        }

        var verdicts = await rpcs.Record(
            distribution, records, Caller.Of(http), V1.ConfirmationWay.Table, query.DryRun || wrong.Count > 0, wholeOrNothing: true, http.RequestAborted);
        foreach (var (row, verdict) in rows.Zip(verdicts).Where(p => p.Second.Fate == V1.DeliveryFate.Refused && !refused.Contains(p.First.Line)).ToList())
        {
            refused.Add(row.Line);
            wrong.AddRange(verdict.Found.Select(f => f with { Field = row.Address(HeadingOf(f.Field)) }));
        }

        var report = new V1.DeliveryFileReport { RowCount = rows.Count, RefusedCount = refused.Count, DryRun = query.DryRun };
        if (refused.Count == 0)
        {
            report.RecordedCount = verdicts.Count(x => x.Fate == V1.DeliveryFate.Recorded);
            report.UnchangedCount = verdicts.Count(x => x.Fate == V1.DeliveryFate.Unchanged);
        }

        report.Violations.Add(wrong.Take(MostTold).Select(f => f.ToProto(Languages.Of(http.Request.Headers.AcceptLanguage))));
        return Results.Text(Json.Format(report), "application/json", System.Text.Encoding.UTF8);
    }

    private static V1.DeliveryRecord RecordOf(TableRow row, List<Violation> found)
    {
        var method = row.Cell(Method);
        var known = V1.DeliveryMethod.Unspecified;
        if (method is not null && !Methods.TryGetValue(method, out known))
            found.Add(new Violation(row.Address(Method), "UNKNOWN_VALUE", $"须为：{string.Join("、", Methods.Keys)}。", $"Must be one of {string.Join(", ", Methods.Keys)}."));
        return new V1.DeliveryRecord
        {
            RoomId = row.Cell(Room) ?? "", DeliveredOn = DayOf(row.Cell(DeliveredOn)), ReceivedOn = DayOf(row.Cell(ReceivedOn)), Method = known, DeliveredBy = row.Cell(DeliveredBy) ?? "",
            Excuse = row.Cell(Excuse) ?? ""
        };
    }

    /// <summary>Spreadsheets write days as they like; what is none is told by the check that follows.</summary>
    private static string DayOf(string? text) =>
        text is not null && DateOnly.TryParseExact(text, ["yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Days.Format(day) : text ?? "";

    private static string HeadingOf(string field) => field switch
    {
        "deliveredOn" => DeliveredOn,
        "receivedOn" => ReceivedOn,
        "method" => Method,
        "deliveredBy" => DeliveredBy,
        "excuse" => Excuse,
        _ => Room
    };
}
