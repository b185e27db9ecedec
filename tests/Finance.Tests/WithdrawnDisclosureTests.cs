using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance.Tests;

/// <summary>What is taken back can be read no more; that it was there, and why it is not, can.</summary>
public sealed class WithdrawnDisclosureTests : DisclosuresTest
{
    private DisclosureService.DisclosureServiceClient Acting => new(As("publisher", Roles.Publisher));

    [Fact]
    public async Task A_disclosure_is_taken_back_and_put_back()
    {
        GoTo("2026-03-01");
        var correction = Record(publishedOn: "2016-03-01", total: "1.00");
        (correction.Change, correction.ChangeReason) = (ReleaseChange.Correction, "数字有误");
        var id = (await ImportAll(Record(), correction))[1].Id;
        var read = await Get(id);
        GoTo("2026-03-02");
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Acting.WithdrawDisclosureAsync(new() { Id = id, Reason = "涉密", Etag = "r9" }, cancellationToken: Cancel)));
        Assert.Equal(["reason REQUIRED", "etag MALFORMED"], await Wrong(async () => await Acting.WithdrawDisclosureAsync(new() { Id = id, Etag = "x" }, cancellationToken: Cancel)));
        Assert.Equal("NOT_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Acting.RestoreDisclosureAsync(new() { Id = id }, cancellationToken: Cancel)));
        var withdrawn = await Acting.WithdrawDisclosureAsync(new() { Id = id, Reason = "涉密", Etag = read.Etag }, cancellationToken: Cancel);
        Assert.Equal((DisclosureState.Withdrawn, "涉密", null, 2), (withdrawn.State, withdrawn.WithdrawalReason, withdrawn.Release, withdrawn.ReleaseCount));
        Assert.Equal(withdrawn, await Get(id));
        // For the days before too.
        Assert.Null((await Get(id, "2016-02-20")).Release);
        foreach (var refused in new Func<Task>[]
        {
            async () => await TotalOf(id), async () => await TotalOf(id, 1), async () => await Disclosures.ListReleasesAsync(new() { Id = id }, cancellationToken: Cancel),
            async () => await Disclosures.ListReleaseDifferencesAsync(new() { Id = id }, cancellationToken: Cancel),
            async () => await Acting.WithdrawDisclosureAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel),
            async () => await Editor.ReviseDisclosureAsync(new() { Id = id, RequestId = "r", Change = ReleaseChange.Correction }, cancellationToken: Cancel)
        })
        {
            Assert.Equal("WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, refused));
        }

        Assert.Equal(["records[0].sourceId WITHDRAWN"], (await ImportAll(Other()))[0] is var result ? WrongIn(result).Take(1) : []);
        Assert.Equal((1L, null), (await Disclosures.ListDisclosuresAsync(new() { State = DisclosureState.Withdrawn }, cancellationToken: Cancel)) is var list ? (list.TotalSize, list.Disclosures[0].Release) : default);
        Assert.Equal(0, (await Disclosures.ListDisclosuresAsync(new() { Phase = Phase.Approved }, cancellationToken: Cancel)).TotalSize);

        GoTo("2026-03-05");
        var restored = await Acting.RestoreDisclosureAsync(new() { Id = id, Etag = withdrawn.Etag }, cancellationToken: Cancel);
        Assert.Equal((DisclosureState.Published, "", 2), (restored.State, restored.WithdrawalReason, restored.Release.Number));
        Assert.Equal("1.00", await TotalOf(id));
        // On the days between it was not there.
        Assert.Equal((DisclosureState.Published, 2), await On("2026-03-01"));
        Assert.Equal((DisclosureState.Withdrawn, 0), await On("2026-03-02"));
        Assert.Equal((DisclosureState.Withdrawn, 0), await On("2026-03-04"));
        Assert.Equal((DisclosureState.Published, 2), await On("2026-03-05"));

        async Task<(DisclosureState, int)> On(string day) => await Get(id, day) is var d ? (d.State, d.Release?.Number ?? 0) : default;

        static DisclosureRecord Other()
        {
            var record = Record(total: "9.00", publishedOn: "2016-04-01");
            (record.Change, record.ChangeReason) = (ReleaseChange.Correction, "x");
            return record;
        }
    }

    [Fact]
    public async Task Only_who_acts_for_the_agency_takes_back()
    {
        var id = (await Import(Record())).Id;
        var stranger = new DisclosureService.DisclosureServiceClient(As("stranger", Roles.Publisher, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await stranger.WithdrawDisclosureAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_DISCLOSURE", await ReasonOf(StatusCode.NotFound, async () => await Acting.WithdrawDisclosureAsync(new() { Id = "none", Reason = "x" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_draft_of_what_was_taken_back_is_not_published()
    {
        var disclosure = await Publish((await Put((await NewDraft()).Id, Table())).Draft);
        var draft = await Revised(disclosure, ReleaseChange.Correction, "1.00", "r");
        await Acting.WithdrawDisclosureAsync(new() { Id = disclosure.Id, Reason = "x" }, cancellationToken: Cancel);
        Assert.Equal("WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(draft)));
    }
}
