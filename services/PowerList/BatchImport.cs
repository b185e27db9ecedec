using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tables;

namespace Sunshine.Powers;

/// <summary>
/// Reads the operations of a draft from a file, or works them out from a full list. A dry run is the same work but for its last step.
/// </summary>
public sealed class BatchImport(PowerLists lists, Sheets sheets, Adoption adoption, LawBook lawBook, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies)
{
    /// <summary>Who has made a thousand mistakes has made one.</summary>
    private const int MostListed = 1_000;

    /// <param name="Sheets">What the draft is to have; null of a dry run, or if something is wrong.</param>
    public sealed record Outcome(V1.ImportReport Report, IReadOnlyList<SheetReference>? Sheets);

    /// <exception cref="RefusedException">Not a dry run, and something is wrong.</exception>
    public async Task<Outcome> Import(Batch batch, V1.ImportOperationsHeader header, Stream content, Language language, CancellationToken cancel)
    {
        var list = await lists.Get(batch.ListId, cancel);
        var agencies = await agencyCopies.Read(cancel);
        var reading = new Reading(new PowerTable(list.List, agencies, await lawBook.Read(cancel), batch.EffectiveOn));
        var full = header.Mode == V1.ImportMode.FullList;
        var options = new TableOptions { Sheet = header.Sheet, Headings = full ? PowerTable.OfPowers : PowerTable.OfOperations, MostRows = BatchRpcs.MostOperations };
        var scope = full ? await Scope(list, header.AgencyId, agencies, cancel) : [];
        await foreach (var row in TableReader.Read(content, header.FileName, options, cancel)) reading.Add(row, scope, full);
        var missing = scope.Values.Where(p => !reading.Seen.ContainsKey(p.Content.Code)).OrderBy(p => p.Content.Code, StringComparer.Ordinal).ToList();
        if (header.CancelMissing)
            reading.Operations.AddRange(missing.Select(m => new V1.Operation { Kind = V1.OperationKind.Cancel, Codes = { m.Content.Code }, Reason = header.CancelReason }));
        reading.CheckShapes();

        Operation[] operations = [.. reading.Operations.Select(o => Map.ToOperation(o, o.Line))];
        var adjustment = await adoption.Check(batch, operations, list, cancel);
        // What could not be read is not looked at a second time.
        foreach (var (at, _) in reading.ByOperation) adjustment.Errors.Remove(at);
        var whole = operations.Length > 0 || reading.ByLine.Count > 0 ? adjustment.Whole : new Violations();
        if (operations.Length == 0 && reading.ByLine.Count == 0) whole.Add("operations", "NO_CHANGE", "文件与现行清单一致。", "The file says what the list says.");
        var problems = whole.Found.Select(v => (Line: 0, What: v))
            .Concat(reading.ByLine.SelectMany(p => p.Value.Found.Select(v => (Line: p.Key, What: v))))
            .Concat(reading.ByOperation.SelectMany(p => p.Value.Found.Select(v => (Line: Findings.LineOf(operations, p.Key), What: v))))
            .Concat(adjustment.Errors.SelectMany(e => e.Value.Found.Select(v => (Line: Findings.LineOf(operations, e.Key), What: v)))).OrderBy(p => p.Line).ToList();
        if (problems.Count > 0 && !header.DryRun) throw Findings.Refuse(problems);

        var report = new V1.ImportReport
        {
            Stored = !header.DryRun, Rows = reading.Rows, Unchanged = reading.Unchanged, MissingCount = missing.Count,
            Check = new V1.BatchCheck { Passed = problems.Count == 0, ErrorCount = problems.Count, Balance = Map.ToProto(adjustment.Total) }
        };
        report.Check.Errors.Add(problems.Take(MostListed).Select(p => Findings.ToProto(p.Line, p.What, language)));
        report.Check.Warnings.Add(Findings.Warnings(operations, adjustment, language));
        report.Check.Rows.Add(Map.ToProto([.. adjustment.Rows], agencies));
        report.Counts.Add(operations.CountBy(o => o.Kind).OrderBy(c => c.Key).Select(c => new V1.OperationCount { Kind = c.Key, Operations = c.Value }));
        report.Missing.Add(missing.Take(MostListed).Select(m => Map.ToSummary(list.Holder(m.Content.Code)!, list, agencies)));
        return new Outcome(report, header.DryRun ? null : await sheets.Store(batch.Id, operations, cancel));
    }

    /// <summary>What the list says of the powers that the file is to have, by code.</summary>
    private async Task<Dictionary<string, PowerVersion>> Scope(ListSnapshot list, string agencyId, AgencyCopies.Snapshot agencies, CancellationToken cancel)
    {
        var within = agencyId.Length > 0 ? agencies.SelfAndBelow(agencyId).ToHashSet() : null;
        var held = list.HeldAt(list.Last).Where(l => within?.Contains(l.AgencyId) != false).Select(l => l.VersionId).ToList();
        return (await lists.Contents(held, cancel)).Values.ToDictionary(x => x.Content.Code);
    }

    /// <summary>What has been read of a file.</summary>
    private sealed class Reading(PowerTable table)
    {
        public List<V1.Operation> Operations { get; } = [];

        /// <summary>Codes of powers, with the line that has them.</summary>
        public Dictionary<string, long> Seen { get; } = [];

        /// <summary>What is wrong with rows that came to no operation.</summary>
        public SortedDictionary<int, Violations> ByLine { get; } = [];

        /// <summary>What is wrong with rows that came to one, by its position.</summary>
        public SortedDictionary<int, Violations> ByOperation { get; } = [];

        public int Rows { get; private set; }
        public int Unchanged { get; private set; }

        public void Add(TableRow row, Dictionary<string, PowerVersion> scope, bool full)
        {
            Rows++;
            var v = new Violations();
            foreach (var problem in row.Problems) v.Add(problem.Field, problem.Reason, problem.Chinese, problem.English);
            if (!row.IsReadable) ByLine[(int)row.Line] = v;
            else if (full) AddPower(row, scope, v);
            else AddOperation(row, v);
        }

        /// <summary>What an operation must have by its kind, which what was read of a table need not.</summary>
        public void CheckShapes()
        {
            for (var i = 0; i < Operations.Count; i++)
            {
                if (ByOperation.ContainsKey(i)) continue;
                var v = new Violations();
                OperationRules.Check(Operations[i], v);
                if (v.Any) ByOperation[i] = v;
            }
        }

        private void AddOperation(TableRow row, Violations v)
        {
            var operation = table.Operation(row, v);
            // The rows of one split follow each other, each with one of the powers that come of it.
            if (operation.Kind == V1.OperationKind.Split && Operations is [.., { Kind: V1.OperationKind.Split } before] && before.Codes.SequenceEqual(operation.Codes))
            {
                before.Powers.Add(operation.Powers);
                if (v.Any) Put(Operations.Count - 1, v);
                return;
            }

            Operations.Add(operation);
            if (v.Any) Put(Operations.Count - 1, v);
        }

        private void AddPower(TableRow row, Dictionary<string, PowerVersion> scope, Violations v)
        {
            var content = table.Power(row, v);
            if (content.Code.Length == 0) v.Required(row.Address("职权编码"), "");
            else if (!Seen.TryAdd(content.Code, row.Line))
                v.Add(row.Address("职权编码"), "REPEATED", $"与第 {Seen[content.Code]} 行的编码重复。", $"Line {Seen[content.Code]} has the same code.");
            if (v.Any)
            {
                ByLine[(int)row.Line] = v;
                return;
            }

            if (!scope.TryGetValue(content.Code, out var known))
            {
                Operations.Add(new V1.Operation { Kind = V1.OperationKind.Add, Powers = { content }, Line = (int)row.Line });
                return;
            }

            // A column that the file does not have says nothing; an empty cell says that there is nothing.
            var to = Map.ToProto(known.Content);
            var differing = PowerTable.Said(row, filled: false).Where(f => Differs(f, Canonical(content), to)).ToList();
            if (differing.Count == 0) Unchanged++;
            else Operations.Add(new V1.Operation { Kind = V1.OperationKind.Change, Codes = { content.Code }, Powers = { content }, UpdateMask = new() { Paths = { differing } }, Line = (int)row.Line });
        }

        private void Put(int at, Violations v)
        {
            if (!ByOperation.TryGetValue(at, out var known)) ByOperation[at] = v;
            else known.Add(v);
        }

        /// <summary>With places of the law in their first form, as lists have them.</summary>
        private static V1.PowerContent Canonical(V1.PowerContent content)
        {
            var canonical = content.Clone();
            foreach (var basis in canonical.Bases)
            {
                if (ArticleReference.TryParse(basis.Article, out var place)) basis.Article = place.ToString();
            }

            return canonical;
        }

        private static bool Differs(string field, V1.PowerContent a, V1.PowerContent b)
        {
            var accessor = V1.PowerContent.Descriptor.FindFieldByName(field).Accessor;
            return !Equals(accessor.GetValue(a), accessor.GetValue(b));
        }
    }
}
