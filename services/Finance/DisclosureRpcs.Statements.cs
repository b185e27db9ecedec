using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>The tables of releases, and in what two of them differ.</summary>
public sealed partial class DisclosureRpcs
{
    [AllowAnonymous]
    public override async Task<V1.Statement> GetStatement(GetStatementRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("layout", request.Layout);
        CheckNumber("release", request.Release, v);
        var disclosure = await Readable(request.Id, v, context.CancellationToken);
        var release = ReleaseOf(disclosure, request.Release == 0 ? disclosure.Latest.Number : request.Release);
        var reference = release.Statements.FirstOrDefault(s => s.Layout == request.Layout) ?? throw FinanceRefusals.NoSuchStatement.Of();
        return Map.ToProto((await statements.Read([reference], context.CancellationToken))[0]);
    }

    [AllowAnonymous]
    public override async Task<ListReleaseDifferencesResponse> ListReleaseDifferences(ListReleaseDifferencesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        CheckNumber("earlier", request.Earlier, v);
        CheckNumber("later", request.Later, v);
        if (request.Later > 0 && request.Earlier >= request.Later) v.Add("earlier", "NOT_EARLIER", "须早于另一版。", "Must be before the other.");
        var (size, place) = (PageTokens.Size(request.PageSize, v), PageTokens.Parts(PageTokens.Place(request.PageToken, request, v), ' ', 2));
        var disclosure = await Readable(request.Id, v, context.CancellationToken);
        // A page goes on with the releases that the first one compared.
        var later = ReleaseOf(disclosure, place is not null ? PageTokens.Position(place[^1]) : request.Later == 0 ? disclosure.Latest.Number : request.Later);
        var earlier = ReleaseOf(disclosure, request.Earlier == 0 ? later.Number - 1 : request.Earlier);
        if (earlier.Number >= later.Number) throw FinanceRefusals.NoSuchRelease.Of();

        var differences = await Differences(earlier, later, context.CancellationToken);
        var first = place is null ? 0 : PageTokens.Position(place[0]);
        var response = new ListReleaseDifferencesResponse
        {
            TotalSize = differences.Count, NextPageToken = PageTokens.Of(first + size < differences.Count ? $"{first + size} {later.Number}" : null, request)
        };
        response.Differences.Add(differences.Skip(first).Take(size).Select(d => new CellDifference
        {
            Layout = d.Layout, RowCode = d.RowCode, RowName = d.RowName, Column = d.Column, Before = Map.Number(d.Before), After = Map.Number(d.After), Difference = Map.Number(d.After - d.Before)
        }));
        return response;
    }

    private async Task<IReadOnlyList<StatementDifference>> Differences(Release earlier, Release later, CancellationToken cancel)
    {
        var differences = new List<StatementDifference>();
        foreach (var layout in earlier.Statements.Concat(later.Statements).Select(s => s.Layout).Distinct().Order(StringComparer.Ordinal))
        {
            var (before, after) = (earlier.Statements.FirstOrDefault(s => s.Layout == layout), later.Statements.FirstOrDefault(s => s.Layout == layout));
            if (before?.Digest == after?.Digest) continue;
            var tables = await statements.Read([.. new[] { before, after }.OfType<StatementReference>()], cancel);
            differences.AddRange(StatementDifference.Of(layout, before is null ? null : tables[0], after is null ? null : tables[^1]));
        }

        return differences;
    }

    private static Release ReleaseOf(Disclosure disclosure, int number) => disclosure.Releases.FirstOrDefault(r => r.Number == number) ?? throw FinanceRefusals.NoSuchRelease.Of();

    private static void CheckNumber(string field, int number, Violations v)
    {
        if (number < 0) v.Add(field, "OUT_OF_RANGE", "不能为负数。", "Must not be negative.");
    }
}
