using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;
using Sunshine.Portal.Rest;
using Sunshine.ReadingRooms.V1;
using Sunshine.Reports.V1;
using Enum = System.Enum;

namespace Sunshine.Portal.Tests;

/// <summary>The generated clients over REST and over gRPC get the same answers and the same refusals.</summary>
public sealed class RestInvokerTests(PortalFixture portal)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Calls => [.. Both.Keys];

    /// <summary>Of each way that a request goes into an HTTP call.</summary>
    private static readonly Dictionary<string, Func<CallInvoker, Task<IMessage>>> Both = new()
    {
        ["a field in the path"] = async way => await new CatalogueService.CatalogueServiceClient(way).GetCodeTableAsync(new() { Id = "genres" }),
        ["words, an enum, days and a number in the query"] = async way => await new CatalogueService.CatalogueServiceClient(way).ListItemsAsync(
            new() { Query = "预算 公开&?/+%", Channel = Channel.Website, PublishedFrom = "2016-01-01", Order = Order.Newest, PageSize = 7 }),
        ["a search that finds"] = async way => await new CatalogueService.CatalogueServiceClient(way).ListItemsAsync(new() { Query = "预算", PageSize = 3 }),
        ["several of one name"] = async way => await new CatalogueService.CatalogueServiceClient(way).BatchGetItemsAsync(new() { Ids = { "a", "b" } }),
        ["a message within a message in the query"] = async way => await new LedgerService.LedgerServiceClient(way).ListActsAsync(
            new() { Counted = new Count { What = "catalogue.items", Period = "2016-03", Dimensions = { "agency=as-finance" } }, PageSize = 3 }),
        ["numbers of 64 bits and bytes in the answer"] = async way => await new LedgerService.LedgerServiceClient(way).GetActAsync(new() { Index = 1_000 }),
        ["a verb after the path"] = async way => await new RoomService.RoomServiceClient(way).GetNearestRoomsAsync(new() { Lat = "41.11", Lng = "122.99", Limit = 3 }),
        ["a body that is all of the request, a field in the path beside it"] = async way => await new ReportService.ReportServiceClient(way).ReconcileReportAsync(new() { Year = 2016, Sample = "anshan-2016" }),
        ["an enum as it is written"] = async way => await new ReportService.ReportServiceClient(way).GetReportAsync(new() { Year = 2016, Form = Form._2019 })
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task The_same_answer_comes_either_way(string call)
    {
        var (grpc, rest) = ((await portal.Standalone).Invoker(null), await Rest());
        for (var tried = 0; tried < 30; tried++)
        {
            var (before, between, after) = (await Both[call](grpc), await Both[call](rest), await Both[call](grpc));
            // Other tests publish meanwhile, and a report tells at which checkpoint it was computed.
            if (!before.Equals(after)) continue;
            Assert.Equal(before, between);
            return;
        }

        Assert.Fail("What is asked for changed all the while.");
    }

    [Fact]
    public async Task The_same_refusal_comes_either_way_with_the_fields_it_is_about()
    {
        var standalone = await portal.Standalone;
        async Task<Google.Rpc.Status> Refused(CallInvoker way)
        {
            var e = await Assert.ThrowsAsync<RpcException>(async () => await new CatalogueService.CatalogueServiceClient(way).ListItemsAsync(new() { PublishedFrom = "soon", PageSize = -1 }, cancellationToken: Cancel));
            Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
            return e.GetRpcStatus()!;
        }

        var (rest, grpc) = (await Refused(await Rest()), await Refused(standalone.Invoker(null)));
        Assert.NotEmpty(grpc.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(grpc.GetDetail<ErrorInfo>(), rest.GetDetail<ErrorInfo>());
        Assert.Equal(grpc.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field), rest.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task A_field_as_the_body_with_a_mask_in_the_query_is_understood()
    {
        var cancel = Cancel;
        // Without a token, and so refused after it was read.
        var update = new UpdateAgencyRequest { Agency = new Agency { Id = "as-finance", Name = "x" }, UpdateMask = FieldMask.FromString("name") };
        foreach (var way in new[] { await Rest(), (await portal.Standalone).Invoker(null) })
        {
            var e = await Assert.ThrowsAsync<RpcException>(async () => await new AgencyService.AgencyServiceClient(way).UpdateAgencyAsync(update, cancellationToken: cancel));
            Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unavailable()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9/") };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Both["a field in the path"](new RestInvoker(http, Reader())));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public void Every_word_of_an_enum_is_a_word_in_both_languages()
    {
        var words = typeof(Components.Words).GetMethods().Where(m => m.Name == "Of" && m.GetParameters() is [var value, _] && value.ParameterType.IsEnum).ToList();
        Assert.NotEmpty(words);
        foreach (var method in words)
        {
            var type = method.GetParameters()[0].ParameterType;
            var names = Enum.GetValues(type).Cast<object>().Where(v => Convert.ToInt32(v) != 0)
                .Select(v => (Chinese: (string)method.Invoke(null, [v, Sunshine.Foundation.Hosting.Language.Chinese])!, English: (string)method.Invoke(null, [v, Sunshine.Foundation.Hosting.Language.English])!)).ToList();
            Assert.All(names, n => Assert.True(n.Chinese.Any(c => c > 0x2E80) && n.English.Length > 0 && !n.English.Any(c => c > 0x2E80), $"{type.Name}: {n}"));
            // A value that was added to the contract and not here has the word for none.
            Assert.True(names.Select(n => n.English).Distinct().Count() == names.Count, $"{type.Name}: {string.Join(", ", names.GroupBy(n => n.English).Where(g => g.Count() > 1).Select(g => g.Key))}");
        }
    }

    private async Task<CallInvoker> Rest() => new RestInvoker(new HttpClient { BaseAddress = (await portal.Standalone).Rest }, Reader());

    private static Visitor Reader() => new(new Reading());

    /// <summary>Not the framework's, which forgets between one async method and the next.</summary>
    private sealed class Reading : IHttpContextAccessor
    {
        public HttpContext? HttpContext { get; set; } = new DefaultHttpContext();
    }
}
