using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>Laws of other registers.</summary>
public sealed partial class LawRpcs
{
    [Allow(Roles.System, Roles.Admin)]
    public override async Task<BatchImportLawsResponse> BatchImportLaws(BatchImportLawsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var caller = Caller.Of(context);
        var response = new BatchImportLawsResponse();
        // Of the same source twice in one call, the first counts.
        var made = new Dictionary<string, Law>();
        var results = new List<(ImportedLaw Result, Law Law)>();
        foreach (var record in request.Records)
        {
            var result = new ImportedLaw { SourceId = record.SourceId };
            response.Results.Add(result);
            var found = new Violations($"records[{response.Results.Count - 1}].");
            var law = Checked(record, caller, found);
            result.Errors.Add(found.Found.Select(f => $"{f.Field}: {f.Chinese}"));
            if (law is null) continue;
            made.TryAdd(law.Id, law);
            results.Add((result, law));
        }

        if (made.Count == 0) return response;
        var all = made.Values.ToList();
        var written = await collections.Laws.Write([.. all.Select(l => Write.Create(l.Id, l, EventOf(l, LawChange.Created, 1)))], cancel);
        var (here, stored) = (new Dictionary<string, string>(), new List<Stored<Law>>());
        for (var i = 0; i < all.Count; i++)
        {
            if (written[i].Outcome == WriteOutcome.Done) stored.Add(new Stored<Law>(all[i], written[i].Revision));
            here[all[i].Id] = written[i].Outcome == WriteOutcome.Taken ? (await Same(all[i], cancel))?.Value.Id ?? "" : all[i].Id;
        }

        var created = stored.Select(s => s.Value.Id).ToHashSet();
        foreach (var (result, law) in results) (result.LawId, result.Created) = (here[law.Id], created.Remove(law.Id));
        book.Written(stored);
        return response;
    }

    /// <summary>The law that a record is; null if anything is wrong with it.</summary>
    private Law? Checked(LawRecord record, Caller caller, Violations v)
    {
        v.Text("sourceId", record.SourceId, 100);
        LawRules.Check(record.Content, "content", v);
        v.Count("acts", record.Acts.Count, 0, 50);
        if (v.Any) return null;
        var law = New("", record.Content);
        law = law with { Id = record.SourceId.Length > 0 ? Ids.Of("import-law", caller.Agency ?? "", record.SourceId) : law.Key };
        for (var i = 0; i < record.Acts.Count; i++)
        {
            var at = $"acts[{i}]";
            LawRules.Check(record.Acts[i], at, law, v);
            if (record.Acts[i].SuccessorLawId.Length > 0) v.Add($"{at}.successorLawId", "NOT_IN_IMPORT", "导入时不填替代的法律法规。", "Must be empty in an import.");
            if (!v.Any) law = law.Record(LawMap.ToAct(record.Acts[i], Ids.Of("import-law-act", law.Id, $"{i}"), caller.Subject, clock.Now), clock.Now);
        }

        return v.Any ? null : law;
    }
}
