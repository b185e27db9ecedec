using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Batches: what each operation does, and that the numbers balance.</summary>
public sealed class AdjustmentTests : ListTest
{
    [Fact]
    public async Task Each_batch_is_a_state_of_the_list_that_stays_readable()
    {
        var first = await Adopted("2015-12-01", [.. Enumerable.Range(1, 10).Select(i => Add(Content(i)))]);
        var second = await Adopted("2016-05-01", Cancel_(Code(3)), Delegate(Code(4)));
        var third = await Adopted("2016-09-01", Rename(Code(5), "新名称"), Merge(Content(6, name: "合并后"), Code(6), Code(7)), Split(Code(8), Content(8), Content(18)));

        Assert.Equal((1, 10, 10), (first.Number, first.Balance.Added, first.Balance.Closing));
        Assert.Equal((2, 10, 1, 1, 8), (second.Number, second.Balance.Opening, second.Balance.Cancelled, second.Balance.Delegated, second.Balance.Closing));
        Assert.Equal((8, 2, 1, 1, 2, 1, 8), (third.Balance.Opening, third.Balance.MergedAway, third.Balance.MergedInto, third.Balance.SplitAway, third.Balance.SplitInto, third.Balance.Renamed, third.Balance.Closing));
        Assert.Empty(await All(asOf: "2015-11-30"));
        Assert.Equal(10, (await All(asOf: "2015-12-01")).Count);
        Assert.Equal(10, (await All(asOf: "2016-04-30")).Count);
        Assert.Equal(8, (await All(asOf: "2016-05-01")).Count);
        Assert.Equal(10, (await All(batch: first.Id)).Count);
        Assert.Equal("第 5 项职权", (await All(batch: second.Id)).Single(p => p.Code == Code(5)).Name);
        var now = await All();
        Assert.Equal(new[] { 1, 2, 5, 6, 8, 9, 10, 18 }.Select(i => Code(i)), now.Select(p => p.Code));
        Assert.Equal("新名称", now.Single(p => p.Code == Code(5)).Name);
        Assert.Equal((3, "2016-09-01"), (now.Single(p => p.Code == Code(5)).SinceBatch, now.Single(p => p.Code == Code(5)).Since));

        var listed = await Batches.ListBatchesAsync(new() { ListId = "city", Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal([second, third], listed.Batches);
        Assert.Equal(2, listed.TotalSize);
    }

    [Fact]
    public async Task A_batch_that_does_not_pass_is_refused_whole_with_every_error_and_its_line()
    {
        await Adopted("2016-01-01", [.. Enumerable.Range(1, 5).Select(i => Add(Content(i)))]);
        var batch = await Drafted("2016-06-01",
            Cancel_(Code(1)),
            Cancel_(Code(99)),
            Delegate(Code(2), level: PowerLevel.City),
            Add(Content(3)),
            Add(Content(20)), Add(Content(20)),
            Rename(Code(1), "又改名"),
            Delegate(Code(4), to: "nobody"),
            Add(Content(21, agency: "county")),
            Change(Code(5), Content(5), "name"));
        batch = await Editor.UpdateBatchAsync(
            new() { Batch = new() { Id = batch.Id, Declared = new() { Opening = 5, Cancelled = 1, Delegated = 2, Closing = 1 } }, UpdateMask = new() { Paths = { "declared" } } }, cancellationToken: Cancel);

        string[] expected =
        [
            "0 declared.added DOES_NOT_BALANCE", "0 declared.closing DOES_NOT_BALANCE", "2 codes[0] NO_SUCH_POWER", "3 toLevel NOT_LOWER", "4 powers[0].code CODE_TAKEN",
            "6 powers[0].code REPEATED", "7 codes[0] TOUCHED_TWICE", "8 toAgencyIds[0] NO_SUCH_AGENCY", "9 powers[0].agencyId OTHER_GOVERNMENT", "10 powers[0] NO_CHANGE"
        ];
        Assert.Equal(expected, await Errors(batch));
        var wrong = await Wrong(() => Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(expected.Length, wrong.Count);
        Assert.Contains("operations[1].codes[0] NO_SUCH_POWER", wrong);
        Assert.Equal(5, (await All()).Count);
        Assert.Single((await Batches.ListBatchesAsync(new() { ListId = "city" }, cancellationToken: Cancel)).Batches);
    }

    [Fact]
    public async Task Nobody_makes_current_what_they_wrote_and_nobody_else_sees_it_before()
    {
        var batch = await Drafted("2016-01-01", Add(Content(1)));
        var both = new BatchService.BatchServiceClient(As("editor-1", Roles.Publisher));
        Assert.Equal("FOUR_EYES", await ReasonOf(StatusCode.PermissionDenied, () => both.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_BATCH", await ReasonOf(StatusCode.NotFound, () => Batches.GetBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_BATCH", await ReasonOf(StatusCode.NotFound, () => County.GetBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_BATCH", await ReasonOf(StatusCode.NotFound, () => Batches.ListOperationsAsync(new() { Id = batch.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_BATCH", await ReasonOf(StatusCode.NotFound, () => Batches.GetBatchBalanceAsync(new() { Id = batch.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("UNAUTHENTICATED", await ReasonOf(StatusCode.Unauthenticated, () => Batches.ListBatchesAsync(new() { ListId = "city", State = BatchState.Draft }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal([batch.Id], (await Editor.ListBatchesAsync(new() { ListId = "city", State = BatchState.Draft }, cancellationToken: Cancel)).Batches.Select(b => b.Id));

        var current = await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);
        Assert.Equal(current, await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel));
        Assert.Equal(current, await Batches.GetBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel));
        Assert.Empty((await Editor.ListBatchesAsync(new() { ListId = "city", State = BatchState.Draft }, cancellationToken: Cancel)).Batches);
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, () => Editor.DiscardBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition,
            () => Editor.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { Add(Content(2)) } }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task What_changed_since_it_was_checked_is_not_made_current()
    {
        var batch = await Drafted("2016-01-01", Add(Content(1)));
        var changed = await Editor.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { Add(Content(2)) } }, cancellationToken: Cancel);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, () => Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted,
            () => Editor.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { Add(Content(2)) } }, cancellationToken: Cancel).ResponseAsync));
        await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = changed.Etag }, cancellationToken: Cancel);
        Assert.Equal("OUT_OF_ORDER", await ReasonOf(StatusCode.FailedPrecondition, () => Adopted("2015-12-31", Add(Content(3)))));
    }

    [Fact]
    public async Task Operations_are_read_and_replaced_by_their_position()
    {
        var batch = await Drafted("2016-01-01", [.. Enumerable.Range(1, 1_300).Select(i => Add(Content(i)))]);
        Assert.Equal(1_300, batch.OperationCount);
        var page = await Editor.ListOperationsAsync(new() { Id = batch.Id, PageSize = 200 }, cancellationToken: Cancel);
        Assert.Equal(200, page.Operations.Count);
        var next = await Editor.ListOperationsAsync(new() { Id = batch.Id, PageSize = 200, PageToken = page.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal((201, Code(201)), (next.Operations[0].Line, next.Operations[0].Powers[0].Code));

        batch = await Editor.ReplaceOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Position = 700, Count = 501, Operations = { Add(Content(5_000)) } }, cancellationToken: Cancel);
        Assert.Equal(800, batch.OperationCount);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted,
            () => Editor.ListOperationsAsync(new() { Id = batch.Id, PageSize = 200, PageToken = page.NextPageToken }, cancellationToken: Cancel).ResponseAsync));
        await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);
        Assert.Equal([.. Enumerable.Range(1, 699), .. Enumerable.Range(1_201, 100), 5_000], (await All()).Select(p => int.Parse(p.Code[11..15])));
        Assert.Equal(["count OUT_OF_RANGE"], await Wrong(async () =>
        {
            var other = await Drafted("2016-02-01", Add(Content(9_000)));
            await Editor.ReplaceOperationsAsync(new() { Id = other.Id, Etag = other.Etag, Position = 1, Count = 2 }, cancellationToken: Cancel);
        }));
    }

    [Fact]
    public async Task An_operation_must_have_what_its_kind_needs_and_nothing_else()
    {
        var batch = await Editor.CreateBatchAsync(NewBatch("2016-01-01"), cancellationToken: Cancel);
        var rename = Rename(Code(1), "甲");
        rename.Powers[0].Office = "科";
        V1.Operation[] operations =
        [
            new(), new() { Kind = OperationKind.Add, Codes = { "x" } }, new() { Kind = OperationKind.Cancel, Codes = { Code(1) } },
            new() { Kind = OperationKind.Delegate, Codes = { Code(1) }, Reason = "x" }, new() { Kind = OperationKind.TakeOver, Powers = { Content(1) } },
            Merge(Content(1), Code(1)), Split(Code(1), Content(1)), rename, Change(Code(1), Content(1), "colour"), new() { Kind = OperationKind.Add, Powers = { Content(1) }, ToLevel = PowerLevel.Town }
        ];
        Assert.Equal(
            [
                "operations[0].kind REQUIRED", "operations[1].codes TOO_MANY", "operations[1].powers TOO_FEW", "operations[2].reason REQUIRED", "operations[3].toLevel REQUIRED",
                "operations[3].toAgencyIds TOO_FEW", "operations[4].sourceListId REQUIRED", "operations[4].sourceCode REQUIRED", "operations[5].codes TOO_FEW", "operations[6].powers TOO_FEW",
                "operations[7].powers[0] NOT_OF_THIS_KIND", "operations[8].updateMask UNKNOWN_FIELD", "operations[9].toLevel NOT_OF_THIS_KIND"
            ],
            await Wrong(() => Editor.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { operations } }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task A_power_must_follow_the_scheme_of_codes_and_belong_to_the_list()
    {
        var odd = Content(1);
        odd.Code = "210300XK1";
        var other = Content(2);
        other.Kind = PowerKind.Penalty;
        var elsewhere = Content(3, region: "210400");
        var late = Content(4);
        late.TimeLimit = new V1.TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = 20, Promised = 30 };
        var paid = Content(5);
        paid.Fee = new V1.Fee { Charged = true };
        var phone = Content(6);
        phone.SupervisionPhone = "13904120001";
        Assert.Equal(
            [
                "1 powers[0].code MALFORMED", "2 powers[0].kind NOT_AS_CODE", "3 powers[0].code OTHER_REGION", "4 powers[0].timeLimit.promised LONGER_THAN_STATUTORY",
                "5 powers[0].fee.standard REQUIRED", "5 powers[0].fee.basis REQUIRED", "6 powers[0].supervisionPhone PERSONAL_DATA"
            ],
            await Errors(await Drafted("2016-01-01", Add(odd), Add(other), Add(elsewhere), Add(late), Add(paid), Add(phone))));
    }

    [Fact]
    public async Task The_balance_of_a_current_batch_is_read_back_by_agency_and_kind()
    {
        await Adopted("2016-01-01", Add(Content(1)), Add(Content(2)), Add(Content(3, "CF")));
        var moved = Content(2, agency: "city");
        var draft = await Drafted("2016-02-01", Change(Code(2), moved, "agency_id"), Cancel_(Code(3, "CF")), Add(Content(4, agency: "city")));
        var check = await Editor.CheckBatchAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.True(check.Passed);
        var current = await Publisher.AdoptBatchAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        var balance = await Batches.GetBatchBalanceAsync(new() { Id = draft.Id }, cancellationToken: Cancel);

        Assert.Equal(check.Rows, balance.Rows);
        Assert.Equal(current.Balance, balance.Total);
        Assert.Equal((3, 1, 1, 1, 3), (balance.Total.Opening, balance.Total.Added, balance.Total.Cancelled, balance.Total.Changed, balance.Total.Closing));
        var rows = balance.Rows.ToDictionary(r => (r.AgencyId, r.Kind), r => (r.Balance.Opening, r.Balance.Added, r.Balance.MovedIn, r.Balance.MovedOut, r.Balance.Cancelled, r.Balance.Closing));
        Assert.Equal((0, 1, 1, 0, 0, 2), rows[("city", PowerKind.Licence)]);
        Assert.Equal((2, 0, 0, 1, 0, 1), rows[("office", PowerKind.Licence)]);
        Assert.Equal((1, 0, 0, 0, 1, 0), rows[("office", PowerKind.Penalty)]);
    }

    [Fact]
    public async Task What_is_delegated_can_be_taken_over_once_and_only_by_whom_it_was_delegated_to()
    {
        await Adopted("2016-01-01", Add(Content(1)), Add(Content(2)), Add(Content(3)));
        await Adopted("2016-03-01", Delegate(Code(1)), Delegate(Code(2), to: "office", level: PowerLevel.Town));
        var taken = Content(1, agency: "county-office", level: PowerLevel.County, region: "210381");
        var early = await Wrong(() => AdoptedByCounty("2016-02-01", TakeOver(taken, Code(1))));
        Assert.Equal(["operations[0].sourceCode NOT_DELEGATED"], early);
        Assert.Equal(["operations[0].sourceCode DELEGATED_TO_OTHERS", "operations[0].powers[0].level ABOVE_DELEGATED"], await Wrong(() => AdoptedByCounty("2016-04-01", TakeOver(taken, Code(2)))));
        Assert.Equal(["operations[0].sourceListId NO_SUCH_LIST"], await Wrong(() => AdoptedByCounty("2016-04-01", TakeOver(taken, Code(2), "nowhere"))));

        var open = await Powers.ListDelegationsAsync(new() { ListId = "city", Open = true, TakerListId = "county" }, cancellationToken: Cancel);
        Assert.Equal((1, Code(1)), (open.Delegations.Count, open.Delegations[0].Power.Code));
        var batch = await AdoptedByCounty("2016-04-01", TakeOver(taken, Code(1)));
        Assert.Equal((1, 1), (batch.Balance.TakenOver, batch.Balance.Closing));
        Assert.Equal(0, (await Powers.ListDelegationsAsync(new() { ListId = "city", Open = true, TakerListId = "county" }, cancellationToken: Cancel)).TotalSize);
        var both = await Powers.ListDelegationsAsync(new() { ListId = "city", TakerListId = "county" }, cancellationToken: Cancel);
        Assert.Equal(taken.Code, both.Delegations.Single().Takeovers.Single().Power.Code);

        // Also after it was renamed there.
        await AdoptedByCounty("2016-05-01", Rename(taken.Code, "县级事项"));
        var again = Content(9, agency: "county-office", level: PowerLevel.County, region: "210381");
        Assert.Equal(["operations[0].sourceCode TAKEN_OVER_BEFORE"], await Wrong(() => AdoptedByCounty("2016-06-01", TakeOver(again, Code(1)))));
    }
}
