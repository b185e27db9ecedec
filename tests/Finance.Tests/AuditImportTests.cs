using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>Findings that another system keeps.</summary>
public sealed class AuditImportTests : AuditTest
{
    [Fact]
    public async Task A_record_is_taken_over_once_and_what_follows_are_steps()
    {
        var record = Record();
        var first = (await Take(record))[0];
        Assert.Equal((RecordFate.Created, "s1"), (first.Fate, first.SourceId));
        Assert.Equal((RecordFate.Unchanged, first.Id), (await Take(record))[0] is var r ? (r.Fate, r.Id) : default);
        (record.State, record.StateOn, record.StateText, record.RectifiedAmount) = (FindingState.Rectified, "2025-11-20", "已拨付", "800");
        Assert.Equal(RecordFate.Updated, (await Take(record))[0].Fate);
        Assert.Equal(RecordFate.Unchanged, (await Take(record))[0].Fate);
        (record.State, record.StateOn, record.StateText, record.Content.Title) = (FindingState.Closed, "2025-12-10", "已核销", "专项资金闲置一年");
        Assert.Equal(RecordFate.Updated, (await Take(record))[0].Fate);
        Assert.Equal(RecordFate.Unchanged, (await Take(record))[0].Fate);
        var finding = await Read(first.Id);
        Assert.Equal((FindingState.Closed, "2025-12-10", "800.00", "s1", "专项资金闲置一年"), (finding.State, finding.ClosedOn, finding.RectifiedAmount, finding.SourceId, finding.Content.Title));
        Assert.Equal(["Recorded system d86", "RectificationClaimed system d01 2025-11-20", "Changed system d86 2025-12-10", "Closed system d86 2025-12-10"],
            finding.Steps.Select(s => $"{s.Act} {s.Role} {s.AgencyId} {(s.Number == 1 ? "" : s.On)}".TrimEnd()));
    }

    [Fact]
    public async Task The_same_record_again_takes_nothing_back_that_was_done_here()
    {
        var record = Record();
        (record.State, record.StateOn, record.StateText) = (FindingState.Rectifying, "2025-11-20", "整改中");
        var id = (await Take(record))[0].Id;
        var finding = await Close(await Claim(await Read(id)));
        Assert.Equal(RecordFate.Unchanged, (await Take(record))[0].Fate);
        Assert.Equal(finding, await Read(id));
        (record.State, record.StateOn) = (FindingState.Rectified, "2026-01-05");
        Assert.Equal(["records[0].state CLOSED"], WrongIn((await Take(record))[0]));
        record.State = FindingState.Reopened;
        Assert.Equal(RecordFate.Updated, (await Take(record))[0].Fate);
        record.State = FindingState.Unspecified;
        (record.StateOn, record.StateText) = ("", "");
        Assert.Equal(RecordFate.Unchanged, (await Take(record))[0].Fate);
        Assert.Equal(FindingState.Reopened, (await Read(id)).State);
        record.State = FindingState.Open;
        Assert.Equal(["records[0].state NOT_OPEN_ANY_MORE"], WrongIn((await Take(record))[0]));
    }

    [Fact]
    public async Task A_history_that_jumps_is_taken_as_it_comes()
    {
        var record = Record();
        (record.State, record.StateOn, record.StateText) = (FindingState.NotRequired, "2025-10-01", "单位已撤销");
        var id = (await Take(record))[0].Id;
        (record.State, record.StateOn, record.StateText) = (FindingState.Reopened, "2025-10-02", "有承继单位");
        await Take(record);
        (record.State, record.StateOn, record.StateText, record.RectifiedAmount) = (FindingState.Closed, "2026-01-02", "已核销", "1000.50");
        record.Content.RectifyBy = "2025-12-31";
        Assert.Equal(RecordFate.Updated, (await Take(record))[0].Fate);
        Assert.Equal((FindingState.Closed, 2, "1000.50"), await Read(id) is var f ? (f.State, f.DaysLate, f.RectifiedAmount) : default);
        (record.State, record.StateOn, record.RectifiedAmount) = (FindingState.Reopened, "2026-01-01", "");
        Assert.Equal(["records[0].stateOn BEFORE_LAST_STEP"], WrongIn((await Take(record))[0]));
        record.Content.Amount = "999";
        Assert.Contains("records[0].content.amount BELOW_RECTIFIED", WrongIn((await Take(record))[0]));
    }

    [Fact]
    public async Task Each_wrong_record_is_answered_with_everything_that_is_wrong()
    {
        var (good, bad, twice, renumbered) = (Record(), new AuditFindingRecord { State = FindingState.Closed }, Record(), Record("s3", "3"));
        await Take(renumbered);
        renumbered.Number = "4";
        await Create("5");
        var foreign = Record("s6", "6");
        foreign.DisclosureId = "none";
        var results = await Take(good, bad, twice, renumbered, Record("s5", "5"), foreign);
        Assert.Equal([RecordFate.Created, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused], results.Select(r => r.Fate));
        Assert.Equal(
            [
                "disclosureId REQUIRED", "sourceId REQUIRED", "number REQUIRED", "content.title REQUIRED", "content.text REQUIRED", "content.category REQUIRED", "content.auditedAgencyId REQUIRED",
                "stateOn REQUIRED", "stateText REQUIRED"
            ],
            WrongIn(results[1]).Select(w => w.Replace("records[1].", "")));
        Assert.Equal(["records[2].sourceId REPEATED", "records[2].number REPEATED"], WrongIn(results[2]));
        Assert.Equal(["records[3].number IMMUTABLE"], WrongIn(results[3]));
        Assert.Equal(["records[4].number FINDING_EXISTS"], WrongIn(results[4]));
        Assert.Equal(["records[5].disclosureId NO_SUCH_DISCLOSURE"], WrongIn(results[5]));
        var claims = Record();
        (claims.RectifiedAmount, claims.StateOn) = ("1", "2026-01-06");
        Assert.Equal(["records[0].stateOn IN_FUTURE", "records[0].rectifiedAmount NOT_RECTIFIED"], WrongIn((await Take(claims))[0]));
        Assert.Equal(["records TOO_FEW"], await Wrong(async () => await Take()));
    }

    [Fact]
    public async Task A_machine_of_another_agency_imports_nothing()
    {
        var machine = new AuditService.AuditServiceClient(As("county-machine", Roles.System, "county"));
        var result = (await machine.BatchImportAuditFindingsAsync(new() { Records = { Record() } }, cancellationToken: Cancel)).Results[0];
        Assert.Equal(["records[0].disclosureId OTHER_AGENCY"], WrongIn(result));
    }

    private AuditFindingRecord Record(string source = "s1", string number = "1") => new() { DisclosureId = Report, SourceId = source, Number = number, Content = Finding() };

    private async Task<IReadOnlyList<ImportedRecord>> Take(params AuditFindingRecord[] records) =>
        (await AuditMachine.BatchImportAuditFindingsAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    private async Task<V1.AuditFinding> Read(string id) => await Audits.GetAuditFindingAsync(new() { Id = id }, cancellationToken: Cancel);

}
