using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Many records in one stream.</summary>
public sealed class ImportTests : KeyAreasTest
{
    [Fact]
    public async Task Answers_come_in_order_and_the_later_record_counts()
    {
        using var call = Machine.ImportRecords(cancellationToken: Cancel);
        var answers = Task.Run(async () =>
        {
            var results = new List<EntryResult>();
            await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel)) results.AddRange(response.Results);
            return results;
        }, Cancel);
        // The key follows from the data, so that the messages do not tell beforehand which records are the same.
        for (var i = 0; i < 40; i++) await call.RequestStream.WriteAsync(new() { Records = { Relief(spent: $"{i}.10"), Relief("2016Q1", spent: $"{i}.20"), Relief(spent: $"{i}.30") } }, Cancel);
        await call.RequestStream.CompleteAsync();
        var found = await answers;
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (long)i), found.Select(r => r.Position));
        Assert.Equal([EntryOutcome.Created, EntryOutcome.Created, EntryOutcome.Corrected], found.Take(3).Select(r => r.Outcome));
        Assert.Equal(["2016Q1: 1 人次或户次=55318 资金支出=39.20万元", "2016Q4: 1 人次或户次=55318 资金支出=39.30万元"], Lines(await Count("relief", "period")));
    }

    [Fact]
    public async Task A_record_that_is_refused_is_told_by_the_key_that_its_data_make()
    {
        var refused = await Import(
            Relief("2016Q1", households: -1),
            Entry("relief", Data(("季度", "2016Q2"), ("救助类型", true), ("人次或户次", 1))),
            Entry("relief", Data(("季度", 1e300), ("人次或户次", 1))),
            Entry("relief", Data(("人次或户次", 1))),
            Entry("relief", Data(("季度", "2016Q9")), sourceId: "their-own"),
            Entry("no-such-type", Data(("季度", "2016Q1"))));
        Assert.All(refused, r => Assert.Equal(EntryOutcome.Refused, r.Outcome));
        Assert.Equal(["2016Q1||临时", "2016Q2||true", "", "", "their-own", ""], refused.Select(r => r.SourceId));
    }

    [Fact]
    public async Task A_record_that_is_refused_leaves_the_others_alone_and_a_record_changed_too_often_is_refused()
    {
        Assert.Equal(
            [EntryOutcome.Created, EntryOutcome.Refused, EntryOutcome.Created], (await Import(Relief("2016Q1"), Relief("2016Q9"), Relief("2016Q2"))).Select(r => r.Outcome));
        for (var i = 2; i <= Record.MostVersions; i++) Assert.Equal(EntryOutcome.Corrected, (await Import(Relief("2016Q1", spent: $"{i}.00")))[0].Outcome);
        Assert.Equal(["data TOO_MANY_VERSIONS"], WrongIn((await Import(Relief("2016Q1", spent: "0.01")))[0]));
    }

    /// <summary>A clerk who is told that there is no such agency corrects what is right.</summary>
    [Fact]
    public async Task While_the_Catalogue_is_away_no_agency_is_said_not_to_exist()
    {
        await using var host = await StartHost(new Dictionary<string, string?> { ["Services:catalogue"] = "http://127.0.0.1:9" });
        await AddAgencies(host);
        var machine = new RecordService.RecordServiceClient(As(host, "machine", Roles.System));
        var refused = await Assert.ThrowsAsync<RpcException>(() => machine.BatchImportRecordsAsync(new() { Records = { Relief("2016Q1"), Relief("2016Q2", agency: "new-office") } }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(("UNAVAILABLE", StatusCode.Unavailable), (RefusedCalls.ReasonOf(refused), refused.StatusCode));
        // All of it comes again.
        var result = Assert.Single((await machine.BatchImportRecordsAsync(new() { Records = { Relief("2016Q1") } }, cancellationToken: Cancel)).Results);
        Assert.Equal(EntryOutcome.Created, result.Outcome);
    }

    [Fact]
    public async Task An_import_that_broke_off_goes_on_and_nothing_is_there_twice()
    {
        var entries = Enumerable.Range(0, 600).Select(i => Relief($"{1990 + i / 20}Q{i % 4 + 1}", agency: i % 2 == 0 ? "office" : "bureau")).Select((e, i) => { e.SourceId = $"s{i}"; return e; }).ToList();
        var answered = 0L;
        using (var call = Machine.ImportRecords(cancellationToken: Cancel))
        {
            foreach (var part in entries.Take(400).Chunk(50)) await call.RequestStream.WriteAsync(new() { Records = { part } }, Cancel);
            while (answered < 100 && await call.ResponseStream.MoveNext(Cancel)) answered += call.ResponseStream.Current.Results.Count;
        }

        // Broken off: some of what has no answer may be there.
        var again = (await Task.WhenAll(entries.Skip((int)answered).Chunk(100).Select(async part => (await Machine.BatchImportRecordsAsync(new() { Records = { part } }, cancellationToken: Cancel)).Results))).SelectMany(r => r);
        Assert.All(again, r => Assert.Contains(r.Outcome, new[] { EntryOutcome.Created, EntryOutcome.Unchanged }));
        Assert.Equal(600, (await Count("relief")).Total.Count);
        Assert.Equal(600, await Host.Services.GetRequiredService<Collections>().Listed.All(Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task An_empty_message_is_refused_with_its_position()
    {
        using var call = Machine.ImportRecords(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Records = { Relief() } }, Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        await call.RequestStream.WriteAsync(new(), Cancel);
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, async () => await call.ResponseStream.MoveNext(Cancel)));
    }
}
