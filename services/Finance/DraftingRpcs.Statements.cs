using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The tables of a draft, what footing finds in them, and what is let stand.</summary>
public sealed partial class DraftingRpcs
{
    private const int MostWaivers = 500;
    private const int LongestWaiver = 500;

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<DraftCheck> PutStatement(PutStatementRequest request, ServerCallContext context)
    {
        var read = await Writable(request.Id, "id", new Violations(), context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var shape = new Violations("statement.");
        if (request.Statement is { } given)
        {
            StatementRules.Check(given, "", read.Value.FiscalYear, read.Value.Identity.Kind, read.Value.Identity.Level, shape);
            StatementSize.Check(given, shape);
        }
        else
        {
            v.Required("statement", "");
        }

        v.AddUnder(shape);
        v.ThrowIfAny();
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var table = Map.ToStatement(request.Statement!);
        var before = read.Value.Statements.FirstOrDefault(s => s.Layout == table.Layout);
        if (before?.Digest == Statements.DigestOf(table)) return await Checked(read, publication: false, context);
        if (before is null && read.Value.Statements.Count >= StatementSize.MostStatements) throw FinanceRefusals.TooManyStatements.Of($"{StatementSize.MostStatements}");

        var stored = await statements.Store([table], context.CancellationToken);
        return await Checked(await Save(read, read.Value.With(stored[0]), expected, context), publication: false, context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<DraftCheck> RemoveStatement(RemoveStatementRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("layout", request.Layout);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await Writable(request.Id, "id", v, context);
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        if (read.Value.Statements.All(s => s.Layout != request.Layout)) throw FinanceRefusals.NoSuchStatement.Of();
        return await Checked(await Save(read, read.Value.Without(request.Layout), expected, context), publication: false, context);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<V1.Statement> GetDraftStatement(GetDraftStatementRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("layout", request.Layout);
        var draft = (await Find(request.Id, "id", v, context)).Value;
        var reference = draft.Statements.FirstOrDefault(s => s.Layout == request.Layout) ?? throw FinanceRefusals.NoSuchStatement.Of();
        return Map.ToProto((await statements.Read([reference], context.CancellationToken))[0]);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<DraftCheck> CheckDraft(CheckDraftRequest request, ServerCallContext context) =>
        await Checked(await Writable(request.Id, "id", new Violations(), context), publication: true, context);

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<DraftCheck> WaiveFinding(WaiveFindingRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("findingId", request.FindingId);
        PublicText.Check("reason", request.Reason, LongestWaiver, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await Writable(request.Id, "id", v, context);
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var findings = await Findings(read.Value, publication: true, context.CancellationToken);
        var finding = findings.FirstOrDefault(f => f.Id == request.FindingId) ?? throw FinanceRefusals.NoSuchFinding.Of();
        if (!finding.Waivable) throw FinanceRefusals.NotWaivable.Of();
        // What was decided of findings that are gone stands for nothing any more.
        var standing = findings.Select(f => f.Id).ToHashSet();
        var draft = (read.Value with { Waivers = [.. read.Value.Waivers.Where(w => standing.Contains(w.FindingId))] })
            .With(new Waiver(finding.Id, request.Reason, Caller.Of(context).Subject, time.GetUtcNow()));
        if (draft.Waivers.Count > MostWaivers) throw FinanceRefusals.TooManyWaivers.Of($"{MostWaivers}");
        var saved = await Save(read, draft, expected, context);
        return DraftMap.ToProto(await Shown(saved, context), saved.Value, findings, context.Language());
    }

    /// <param name="publication">Whether as if it were published now: while it is written, nothing is missed in earnest.</param>
    private async Task<DraftCheck> Checked(Stored<Draft> stored, bool publication, ServerCallContext context) =>
        DraftMap.ToProto(await Shown(stored, context), stored.Value, await Findings(stored.Value, publication, context.CancellationToken), context.Language());

    private async Task<IReadOnlyList<FootingFinding>> Findings(Draft draft, bool publication, CancellationToken cancel) =>
        await footing.Find(draft.Identity, draft.Content, await statements.Read(draft.Statements, cancel), publication, cancel);
}
