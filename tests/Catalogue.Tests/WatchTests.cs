using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>County systems follow what becomes public, from wherever they were.</summary>
public sealed class WatchTests : EditingTest
{
    [Fact]
    public async Task A_follower_gets_every_change_in_order_also_those_from_before()
    {
        var item = await Published(NewContent(body: "一"));
        await Amend(item.Id, "二");
        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误", RemoveContent = true }, cancellationToken: Cancel);

        using var call = Public.WatchItems(new(), cancellationToken: Cancel);
        var changes = await Take(call, 3);
        await Publisher.RestoreItemAsync(new() { Id = item.Id, Reason = "核实" }, cancellationToken: Cancel);
        changes.AddRange(await Take(call, 1));

        Assert.Equal([Change.Created, Change.Amended, Change.Withdrawn, Change.Restored], changes.Select(c => c.Change));
        // The first three were read when it had been taken back: what was removed is not handed on.
        Assert.All(changes.Take(3), c => Assert.Equal(("", true), (c.Item.Body, c.Item.Withdrawal.ContentRemoved)));
        Assert.Equal("二", changes[3].Item.Body);
    }

    [Fact]
    public async Task Going_on_from_any_cursor_neither_loses_nor_repeats_a_change()
    {
        await Import(Enumerable.Range(0, 30).Select(i => Record($"{i}", agency: i % 3 == 0 ? "county-1" : "city")));
        using var whole = Public.WatchItems(new(), cancellationToken: Cancel);
        var all = await Take(whole, 30);
        Assert.Equal(30, all.Select(c => c.ItemId).Distinct().Count());

        foreach (var at in new[] { 0, 1, 13, 28 })
        {
            using var rest = Public.WatchItems(new() { Cursor = all[at].Cursor }, cancellationToken: Cancel);
            Assert.Equal(all.Skip(at + 1).Select(c => c.ItemId), (await Take(rest, 29 - at)).Select(c => c.ItemId));
        }

        using var county = Public.WatchItems(new() { AgencyId = "county-1" }, cancellationToken: Cancel);
        Assert.Equal(all.Where(c => c.Item.Agency.Id == "county-1").Select(c => c.ItemId), (await Take(county, 10)).Select(c => c.ItemId));
    }

    [Fact]
    public async Task From_now_on_is_from_now_on()
    {
        await ImportOne(Record("before"));
        using var call = Public.WatchItems(new() { Cursor = "now" }, cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(Change.Unspecified, call.ResponseStream.Current.Change);
        var after = await ImportedId(Record("after"));

        Assert.Equal([after], (await Take(call, 1)).Select(c => c.ItemId));
    }

    [Theory]
    [InlineData("99999")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData(" 1")]
    public async Task A_cursor_that_is_not_of_this_store_is_refused(string cursor)
    {
        using var call = Public.WatchItems(new() { Cursor = cursor }, cancellationToken: Cancel);
        var refused = await Refused(StatusCode.InvalidArgument, () => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal([("cursor", "UNKNOWN_CURSOR")], refused.Fields());
    }

    /// <summary>Changes alone, without the cursors between them.</summary>
    private static async Task<List<WatchItemsResponse>> Take(AsyncServerStreamingCall<WatchItemsResponse> call, int count)
    {
        var taken = new List<WatchItemsResponse>();
        while (taken.Count < count && await call.ResponseStream.MoveNext(Cancel))
        {
            if (call.ResponseStream.Current.Change != Change.Unspecified) taken.Add(call.ResponseStream.Current);
        }

        return taken;
    }
}
