using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>What is recorded of one enterprise or person.</summary>
public sealed partial class RecordRpcs
{
    private const int MostFound = 1_000;

    [AllowAnonymous]
    public override async Task<LookupCreditResponse> LookupCredit(LookupCreditRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var code = request.Code.Trim().ToUpperInvariant();
        var person = code.Length == 18 && PersonalData.Find(code).Any(f => f.Kind == PersonalDatum.ResidentId) && !CreditCode.Checks(code);
        var v = new Violations();
        v.Required("code", request.Code);
        if (code.Length > 0 && !person && !CreditCode.Checks(code))
            v.Add("code", "NOT_A_FULL_CODE", "须为完整有效的 18 位统一社会信用代码，或居民身份证号码。", "Must be a whole unified social credit code or resident id number: 18 characters with a check character in order.");
        if (person) v.Required("name", request.Name);
        v.Text("name", request.Name, 60);
        v.ThrowIfAny();
        var subject = RecordContent.SubjectOf(code, sealing);
        await limit.Take(["credit-lookups", client.Of(context)], subject, options.Value.LookupsPerHour, TimeSpan.FromHours(1), KeyAreasRefusals.TooManyLookups, cancel);

        var agencies = await agencyCopies.Read(cancel);
        var found = new List<Stored<Record>>();
        foreach (var records in new[] { collections.Listed, collections.Unlisted })
            found.AddRange((await records.List(new ListQuery<Record> { Where = [RecordCollection.Subject.Is(subject)], Size = MostFound }, cancel)).Documents);
        if (person) found = await OfPerson(found, request.Name.Trim(), cancel);
        var response = new LookupCreditResponse { TotalSize = found.Count, Scope = Scopes.Lookup(person ? "自然人" : "组织") };
        response.Records.Add(found.OrderByDescending(f => f.Value.FormedOn).ThenBy(f => f.Value.Id, StringComparer.Ordinal).Take(MostFound).Select(f => reading.Shown(f, agencies, whole: false)));
        return response;
    }

    /// <summary>Those that have the name too: a number alone, found somewhere, tells nothing here.</summary>
    private async Task<List<Stored<Record>>> OfPerson(List<Stored<Record>> found, string name, CancellationToken cancel)
    {
        var same = new List<Stored<Record>>();
        foreach (var ofType in found.GroupBy(f => f.Value.TypeId))
        {
            var type = (await collections.Types.Get(ofType.Key, cancel))!.Value;
            same.AddRange(ofType.Where(f => shapes.Of(type, f.Value.SchemaVersion) is { Subject.Subject: SubjectKind.Person } shape
                && Masks.Whole(f.Value.Data, f.Value.Sealed, sealing) is var whole && shape.Personal.Any(p => p.Personal == PersonalKind.Name && whole.Fields.GetValueOrDefault(p.Name)?.StringValue == name)));
        }

        return same;
    }
}
