using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance;

/// <summary>What another instance gave away.</summary>
public sealed partial class DisclosureRpcs
{
    /// <summary>Who has a thousand refusals has one.</summary>
    private const int MostRefusals = 1_000;

    [Allow(Roles.System, Roles.Admin)]
    public override async Task<PackageReport> ImportPackage(IAsyncStreamReader<ImportPackageRequest> requestStream, ServerCallContext context)
    {
        await using var content = new ChunkStream<ImportPackageRequest>(requestStream, m => m.Chunk);
        return await ImportPackage(content, Caller.Of(context), context.Language(), context.CancellationToken);
    }

    internal async Task<PackageReport> ImportPackage(Stream content, Caller caller, Language language, CancellationToken cancel)
    {
        using var package = await PackageImport.Open(content, cancel);
        var agencies = await agencyCopies.Read(cancel);
        var report = new PackageReport();
        await foreach (var record in package.Read(cancel))
        {
            if (agencies.Find(record.AgencyId) is null) agencies = await agencyCopies.ReadWith(record.AgencyId, cancel);
            var v = new Violations();
            var result = await Import(record, agencies, caller, v, cancel);
            if (v.Any)
            {
                report.Refused++;
                if (report.Refusals.Count == MostRefusals) continue;
                (result.Fate, result.Id) = (RecordFate.Refused, "");
                result.Violations.Add(v.Found.Take(FootingChecks.Most).Select(f => f.ToProto(language)));
                report.Refusals.Add(result);
            }
            else if (result.Fate == RecordFate.Created) report.Created++;
            else if (result.Fate == RecordFate.Updated) report.Updated++;
            else report.Unchanged++;
        }

        return report;
    }
}
