using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;

namespace Sunshine.ReadingRooms;

/// <summary>Tables of deliveries, as a county sends them back: everything in one is recorded, or with an error nothing.</summary>
public sealed class DeliveryFiles(Distributions distributions, DistributionRpcs rpcs)
{
    private const string Room = "查阅场所编号";
    private const string DeliveredOn = "送达日期";
    private const string ReceivedOn = "签收日期";
    private const string Method = "送达方式";
    private const string DeliveredBy = "送达单位";
    private const string Excuse = "免送理由";

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

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapUpload("/api/v1/reading-rooms/delivery-files", [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin], new PlainOperation(V1.DistributionService.Descriptor, "ImportDeliveryFile",
            "Records deliveries from a table, as BatchRecordDeliveries does. Everything is stored or nothing; with `dryRun=true` nothing, and errors are in the answer.")
        {
            Query = V1.DeliveryFileQuery.Descriptor, Answer = V1.DeliveryFileReport.Descriptor,
            Body = $"The bytes of the file: CSV, XLSX or lines of JSON, up to 16 MiB and 20,000 rows, with the columns {Room} (the room's id), {DeliveredOn}, {ReceivedOn}, {Method} ({string.Join('、', Methods.Keys)}), {DeliveredBy}, {Excuse}."
        }, Import);

    private async Task<V1.DeliveryFileReport> Import(HttpContext http)
    {
        var query = QueryParameters.Read<V1.DeliveryFileQuery>(http.Request.Query);
        var distribution = (await distributions.Require("distributionId", query.DistributionId, http.RequestAborted)).Value;
        var table = await TableRecords<V1.DeliveryRecord>.Read(http.Request.Body, Options, RecordOf, http.RequestAborted);
        var verdicts = await rpcs.Record(
            distribution, table.Records, Caller.Of(http), V1.ConfirmationWay.Table, query.DryRun || table.AnyRefused, wholeOrNothing: true, http.RequestAborted);
        for (var i = 0; i < verdicts.Count; i++) table.Tell(i, verdicts[i].Found, HeadingOf);

        var report = new V1.DeliveryFileReport { RowCount = verdicts.Count, RefusedCount = table.RefusedCount, DryRun = query.DryRun };
        if (!table.AnyRefused)
        {
            report.RecordedCount = verdicts.Count(x => x.Fate == V1.DeliveryFate.Recorded);
            report.UnchangedCount = verdicts.Count(x => x.Fate == V1.DeliveryFate.Unchanged);
        }

        report.Violations.Add(table.Told(Languages.Of(http.Request.Headers.AcceptLanguage)));
        return report;
    }

    private static V1.DeliveryRecord RecordOf(TableRow row, List<Violation> found) => new()
    {
        RoomId = row.Cell(Room) ?? "", DeliveredOn = row.Day(DeliveredOn), ReceivedOn = row.Day(ReceivedOn), Method = row.Choice(Method, Methods, found), DeliveredBy = row.Cell(DeliveredBy) ?? "",
        Excuse = row.Cell(Excuse) ?? ""
    };

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
