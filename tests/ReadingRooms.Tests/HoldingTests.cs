using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class HoldingTests : DistributionTest
{
    [Fact]
    public async Task What_was_received_is_held_once()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        await RecordDeliveries(id, Received(rooms[0], "2016-03-10"), Received(rooms[1], "2016-03-11", method: DeliveryMethod.Electronic), new DeliveryRecord { RoomId = rooms[2], DeliveredOn = "2016-03-10" });
        var recorded = new DeliveriesRecorded { DistributionId = id, ReceivedRoomIds = { rooms[0], rooms[1], rooms[2], "nobody" } };
        await Tell(recorded);
        await Tell(recorded);

        var held = await List(new() { Kind = PublicationKind.GazetteIssue, PublicationId = "issue-1" });
        Assert.Equal(
            [(rooms[0], HoldingForm.Paper, "2016-03-10", HoldingState.Held), (rooms[1], HoldingForm.Electronic, "2016-03-11", HoldingState.Held)],
            held.Select(h => (h.RoomId, h.Form, h.HeldFrom, h.State)).OrderBy(h => h.HeldFrom));
        Assert.Single(await List(new() { RoomId = rooms[0] }));
    }

    [Fact]
    public async Task Paper_of_an_older_edition_is_to_be_recalled_in_every_room_until_it_is_gone()
    {
        var rooms = await ImportFive();
        Publish(edition: 1);
        Assert.All(await Record(Held(rooms[0]), Held(rooms[1]), Held(rooms[2], form: HoldingForm.Electronic)), r => Assert.Equal(RecordFate.Created, r.Fate));
        Assert.All(await List(new() { RoomId = rooms[0] }), h => Assert.Equal(HoldingState.Held, h.State));

        Publish(edition: 2);
        await Tell(new ItemChanged { ItemId = "item", Change = Change.Amended, Edition = 2 });
        await Tell(new ItemChanged { ItemId = "item", Change = Change.Updated, Edition = 1 });
        await Record(Held(rooms[3], edition: 2));

        var recall = await Recall();
        Assert.Equal(new[] { rooms[0], rooms[1] }.Order(), recall.Select(h => h.RoomId).Order());
        Assert.All(recall, h => Assert.Equal(("已有新版本（第2版）", 2), (h.RecallReason, h.CurrentEdition)));
        var ended = await Holdings.EndHoldingAsync(new() { Id = recall[0].Id, Etag = recall[0].Etag }, cancellationToken: Cancel);
        Assert.Equal((HoldingState.Ended, "2026-01-05"), (ended.State, ended.EndedOn));
        Assert.Single(await Recall());
        Assert.Equal("NOT_HELD", await ReasonOf(StatusCode.FailedPrecondition, () => Holdings.EndHoldingAsync(new() { Id = recall[0].Id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => new HoldingService.HoldingServiceClient(As("x", Roles.Editor, "stranger")).EndHoldingAsync(new() { Id = recall[1].Id }, cancellationToken: Cancel).ResponseAsync));
    }

    [Theory]
    [InlineData(Validity.Repealed, false, "已废止")]
    [InlineData(Validity.Expired, false, "已失效")]
    [InlineData(Validity.InForce, true, "已撤回")]
    public async Task Paper_of_what_no_longer_holds_is_to_be_recalled(Validity validity, bool withdrawn, string reason)
    {
        var rooms = await ImportFive();
        Publish(edition: 1);
        await Record(Held(rooms[0]));
        Publish(edition: 1, validity, withdrawn);
        await Tell(new BasisChanged { ItemId = "item", Validity = validity });

        Assert.Equal(reason, Assert.Single(await Recall()).RecallReason);
        Publish(edition: 1);
        await Tell(new ItemChanged { ItemId = "item", Change = Change.Restored });
        Assert.Empty(await Recall());
    }

    [Fact]
    public async Task Records_that_cannot_be_are_refused_one_by_one()
    {
        var rooms = await ImportFive();
        Publish(edition: 1);
        var later = Held(rooms[0]);
        later.HeldFrom = "2026-01-06";
        var answer = await Record(Held("nobody"), Held(rooms[0], edition: 2), Held(rooms[0], "never"), later, Held(rooms[0]), Held(rooms[0]), new HoldingRecord());

        Assert.Equal(
            [
                "roomId NO_SUCH_ROOM", "edition OUT_OF_RANGE", "publicationId NO_SUCH_PUBLICATION", "heldFrom IN_FUTURE", "", "roomId REPEATED",
                "roomId REQUIRED, roomId NO_SUCH_ROOM, kind REQUIRED, form REQUIRED, publicationId REQUIRED, edition OUT_OF_RANGE, heldFrom REQUIRED"
            ],
            answer.Select((r, i) => string.Join(", ", r.Violations.Select(f => $"{f.Field.Replace($"records[{i}].", "")} {f.Reason}"))));
        Assert.Equal(RecordFate.Unchanged, Assert.Single(await Record(Held(rooms[0]))).Fate);
        Assert.Equal(["roomId REQUIRED"], await Wrong(() => Holdings.ListHoldingsAsync(new(), cancellationToken: Cancel).ResponseAsync));
    }

    private void Publish(int edition, Validity validity = Validity.InForce, bool withdrawn = false) => Catalogue.Items["item"] = new Item
    {
        Id = "item", Title = "办法", Agency = new AgencyReference { Id = "city" }, Edition = edition, PublishedOn = "2016-05-03", Validity = validity, Withdrawal = withdrawn ? new Withdrawal() : null
    };

    private static HoldingRecord Held(string room, string item = "item", int edition = 1, HoldingForm form = HoldingForm.Paper) =>
        new() { RoomId = room, Kind = PublicationKind.Item, PublicationId = item, Edition = edition, Form = form, HeldFrom = "2016-06-01" };

    private async Task<IReadOnlyList<ImportedRecord>> Record(params HoldingRecord[] records) => (await Holdings.BatchRecordHoldingsAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    private Task<IReadOnlyList<V1.Holding>> Recall() => List(new() { Kind = PublicationKind.Item, PublicationId = "item", State = HoldingState.ToRecall });

    private async Task<IReadOnlyList<V1.Holding>> List(ListHoldingsRequest request) =>
        (await new HoldingService.HoldingServiceClient(Host.Invoker()).ListHoldingsAsync(request, cancellationToken: Cancel)).Holdings;
}
