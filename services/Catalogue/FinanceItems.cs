using System.Text.Json.Serialization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>
/// What is disclosed of public money is an item of the catalogue; if somebody names one that it already is, that takes the place of the one made here. Events come at least once and in any order: the
/// newest revision that was told of a disclosure is kept, and older ones are passed over. The item is read before that revision and written only as it
/// was read, so that no older event that is being followed at the same time can come after a newer one.
/// </summary>
public sealed partial class FinanceItems(
    [FromKeyedServices(CatalogueModule.Name)] IStore store, Collections collections, ItemImport import, ItemWrites writes, Clock clock, TimeProvider time, ILogger<FinanceItems> log)
{
    /// <summary>By whom its acts are.</summary>
    private const string Subject = "finance";

    /// <summary>An item that others keep changing is tried this often; then the event comes again.</summary>
    private const int Attempts = 10;

    private static readonly Caller Finance = new(Subject, null, new HashSet<string> { Roles.Admin });

    private readonly IDocuments<FinanceItem> _told = store.Open(FinanceItem.Declared);

    public async Task Follow(DisclosureChanged changed, CancellationToken cancel)
    {
        if (changed.DisclosureId.Length == 0) return;
        var record = ToRecord(changed);
        var id = ItemImport.IdOf(record);
        // Somebody may name the item that came of it.
        var other = changed.ItemId == id ? "" : changed.ItemId;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var item = await collections.Items.Get(id, cancel);
            if (!await IsNewest(changed, cancel)) return;
            if (other.Length > 0 ? await Withdraw(item, "该项公开已归入另一条信息。", other, cancel)
                : changed.Change == DisclosureChange.Withdrawn ? await Withdraw(item, changed.Reason, "", cancel)
                : await Restore(item, cancel) && await Import(record, item, cancel)) return;
        }

        throw Foundation.Hosting.Refusals.StaleEtag.Of();
    }

    /// <summary>Keeps that this was told, unless something newer was.</summary>
    private async Task<bool> IsNewest(DisclosureChanged changed, CancellationToken cancel)
    {
        while (true)
        {
            var known = await _told.Get(changed.DisclosureId, cancel);
            if (known?.Value.Revision >= changed.Revision) return known.Value.Revision == changed.Revision;
            var told = new FinanceItem(changed.DisclosureId, changed.Revision);
            if ((await _told.Write([new Write<FinanceItem>(told.Id, told, known?.Revision ?? 0, [])], cancel))[0].Outcome == WriteOutcome.Done) return true;
        }
    }

    /// <returns>False if the item is another by now, as of the following.</returns>
    private async Task<bool> Withdraw(Stored<Item>? item, string reason, string successorId, CancellationToken cancel)
    {
        // One that never came into being is there with its restoration, which says everything.
        if (item is null || item.Value.Withdrawal is not null) return true;
        // Its text has figures.
        var act = new Act(ActKind.Withdrawn, time.GetUtcNow(), clock.Today, Subject, reason, successorId, V1.Validity.Unspecified, RemovesContent: true);
        return await Write(ItemChange.Of(item, item.Value.Do(act), V1.Change.Withdrawn), cancel);
    }

    private async Task<bool> Restore(Stored<Item>? item, CancellationToken cancel)
    {
        // What somebody here took back stays so.
        if (item?.Value.Withdrawal is not { By: Subject }) return true;
        var act = new Act(ActKind.Restored, time.GetUtcNow(), clock.Today, Subject, "该项预决算公开已恢复。", "", V1.Validity.Unspecified, RemovesContent: false);
        await Write(ItemChange.Of(item, item.Value.Do(act), V1.Change.Restored), cancel);
        // Written or not, it is another now, and to be read again.
        return false;
    }

    private async Task<bool> Import(V1.ImportRecord record, Stored<Item>? item, CancellationToken cancel)
    {
        var expected = new Dictionary<string, long> { [ItemImport.IdOf(record)] = item?.Revision ?? 0 };
        var result = (await import.Import([record], 0, Finance, Language.Chinese, cancel, expected))[0];
        if (result.Outcome != V1.ImportOutcome.Refused) return true;
        if (result.Violations.Any(v => v.Reason == "CHANGED_MEANWHILE")) return false;
        CannotImport(log, record.SourceId, string.Join(", ", result.Violations.Select(v => $"{v.Field} {v.Reason}")));
        return true;
    }

    private async Task<bool> Write(ItemChange change, CancellationToken cancel) => (await writes.Write([change], cancel))[0].Outcome == WriteOutcome.Done;

    private static V1.ImportRecord ToRecord(DisclosureChanged changed)
    {
        var audit = changed.Kind == DisclosureKind.AuditReport;
        return new V1.ImportRecord
        {
            SourceId = $"finance/{changed.DisclosureId}", AgencyId = changed.AgencyId, Title = changed.Title, Summary = changed.Summary, ChangeNote = changed.Change == DisclosureChange.Released ? Shortened(changed.Reason) : "",
            SubjectCategory = audit ? "0408" : "0401", KeyArea = audit ? "21" : "02",
            Genre = changed.Kind is DisclosureKind.Budget or DisclosureKind.AdjustedBudget or DisclosureKind.FinalAccounts or DisclosureKind.AuditReport ? "10" : "99",
            Stage = changed.Kind is DisclosureKind.Budget or DisclosureKind.AdjustedBudget ? V1.Stage.Decision : V1.Stage.Result,
            // A later release may have been approved after the first was disclosed.
            FormedOn = string.CompareOrdinal(changed.ApprovedOn, changed.FirstPublishedOn) <= 0 ? changed.ApprovedOn : "",
            Placements = { new V1.Placement { Channel = V1.Channel.Website, On = changed.FirstPublishedOn } }
        };
    }

    /// <summary>As long as a note of an edition may be.</summary>
    private static string Shortened(string reason) => Cut.Within(reason, 500);

    [LoggerMessage(2101, LogLevel.Warning, "No item can be made of {Source}: {Reasons}")]
    private static partial void CannotImport(ILogger log, string source, string reasons);
}

/// <summary>What was told last of a disclosure.</summary>
/// <param name="Id">The disclosure's.</param>
/// <param name="Revision">The disclosure's, as an event had it.</param>
public sealed record FinanceItem(string Id, long Revision)
{
    public static readonly Collection<FinanceItem> Declared = new("finance_items", x => x.Id, FinanceItemJson.Default.FinanceItem);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FinanceItem))]
internal sealed partial class FinanceItemJson : JsonSerializerContext;
