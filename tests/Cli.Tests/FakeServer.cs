using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunshine.Catalogue.V1;
using FieldViolation = Google.Rpc.BadRequest.Types.FieldViolation;

namespace Sunshine.Cli.Tests;

/// <summary>A catalogue in memory and an authority, on loopback ports: gRPC on one, tokens on the other.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app, FakeState state)
    {
        _app = app;
        State = state;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Address = addresses[0];
        Authority = addresses[1];
        Channel = GrpcChannel.ForAddress(Address);
    }

    public FakeState State { get; }

    public string Address { get; }

    public string Authority { get; }

    public GrpcChannel Channel { get; }

    public CallInvoker Calls => Channel.CreateCallInvoker();

    public static async Task<FakeServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        var state = new FakeState();
        builder.Services.AddSingleton(state);
        var app = builder.Build();
        app.MapGrpcService<FakeCatalogue>();
        app.MapGrpcService<FakeAgencies>();
        app.MapGrpcService<FakeGazette>();
        app.MapGrpcService<FakeResponses>();
        app.MapGrpcService<FakeConsultations>();
        app.MapGrpcService<FakeCoverage>();
        app.MapGrpcService<FakeDisclosures>();
        app.MapGrpcService<FakeApplications>();
        app.MapGrpcService<FakeCases>();
        app.MapGrpcService<FakeLaws>();
        app.MapGrpcService<FakeFees>();
        app.MapGrpcService<FakeLists>();
        app.MapGrpcService<FakeBatches>();
        app.MapGrpcService<FakePowers>();
        app.MapGrpcService<FakeGuides>();
        app.MapGrpcService<FakeAreas>();
        app.MapGrpcService<FakeRecords>();
        app.MapGrpcService<FakeRooms>();
        app.MapGrpcService<FakeDistributions>();
        app.MapPost("/connect/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            state.TokensAsked++;
            return form["client_secret"] == "right" && form["grant_type"] == "client_credentials"
                ? Results.Json(new { access_token = $"token-{state.TokensAsked}", token_type = "Bearer", expires_in = 600 })
                : Results.Json(new { error = "invalid_client", error_description = "The secret is wrong." }, statusCode: 401);
        });
        await app.StartAsync();
        return new FakeServer(app, state);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}

internal sealed class FakeState
{
    public ConcurrentDictionary<string, ImportRecord> Items { get; } = new();

    public ConcurrentDictionary<string, Agency> Agencies { get; } = new();

    public List<string> Order { get; } = [];

    /// <summary>By request id.</summary>
    public ConcurrentDictionary<string, GazetteIssue> Issues { get; } = new();

    public ConcurrentDictionary<string, Briefing> Briefings { get; } = new();

    public ConcurrentDictionary<string, Tally> Tallies { get; } = new();

    public ConcurrentDictionary<string, Consultation> Consultations { get; } = new();

    /// <summary>By type and what makes a record's key.</summary>
    public ConcurrentDictionary<string, KeyAreas.V1.RecordEntry> Records { get; } = new();

    /// <summary>An import of records breaks off once after so many were stored, their answers with it; 0 for never.</summary>
    public int BreakAfterRecords { get; set; }

    /// <summary>By code.</summary>
    public ConcurrentDictionary<string, ReadingRooms.V1.DivisionRecord> Divisions { get; } = new();

    /// <summary>By source id.</summary>
    public ConcurrentDictionary<string, ReadingRooms.V1.RoomRecord> Rooms { get; } = new();

    /// <summary>By distribution and room.</summary>
    public ConcurrentDictionary<string, ReadingRooms.V1.DeliveryRecord> Deliveries { get; } = new();

    /// <summary>By source id.</summary>
    public ConcurrentDictionary<string, Requests.V1.ApplicationRecord> Applications { get; } = new();

    public ConcurrentDictionary<string, Requests.V1.CaseRecord> Cases { get; } = new();

    /// <summary>By id.</summary>
    public ConcurrentDictionary<string, Powers.V1.LawContent> Laws { get; } = new();

    public ConcurrentDictionary<string, Powers.V1.FeeRecord> Fees { get; } = new();

    public ConcurrentDictionary<string, FakeList> Lists { get; } = new();

    public ConcurrentDictionary<string, FakeBatch> Batches { get; } = new();

    /// <summary>By agency and source id.</summary>
    public ConcurrentDictionary<string, Powers.V1.GuideRecord> Guides { get; } = new();

    public int GuidesUpdated { get; set; }

    /// <summary>By agency and year.</summary>
    public ConcurrentDictionary<string, Finance.V1.FundedUnitRecord> FundedUnits { get; } = new();

    /// <summary>By source id.</summary>
    public ConcurrentDictionary<string, Finance.V1.DisclosureRecord> Disclosures { get; } = new();

    public int AppendCalls { get; set; }

    /// <summary>Which call that appends operations ends without an answer, counted from 1; 0 for none.</summary>
    public int BreakAfterAppend { get; set; }

    public ConcurrentQueue<string?> Authorizations { get; } = new();

    public int TokensAsked { get; set; }

    public int Streams { get; set; }

    public int LargestMessage { get; set; }

    public int AgencyCalls { get; set; }

    /// <summary>What a call does before it answers record n, counted over all calls; it may throw or abort.</summary>
    public Action<int, ServerCallContext>? BeforeResult { get; set; }

    public int Results { get; set; }

    /// <summary>Records are answered and forgotten.</summary>
    public bool Discards { get; set; }

    /// <summary>Records are answered only when this is done.</summary>
    public Task MayAnswer { get; set; } = Task.CompletedTask;

    public int Received;
}

internal sealed class FakeCatalogue(FakeState state) : CatalogueService.CatalogueServiceBase
{
    public override async Task ImportItems(
        IAsyncStreamReader<ImportItemsRequest> requestStream, IServerStreamWriter<ImportItemsResponse> responseStream, ServerCallContext context)
    {
        state.Streams++;
        state.Authorizations.Enqueue(context.RequestHeaders.GetValue("authorization"));
        long position = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            Interlocked.Add(ref state.Received, request.Records.Count);
            state.LargestMessage = Math.Max(state.LargestMessage, request.Records.Count);
            await state.MayAnswer;
            if (state.Discards)
            {
                var all = new ImportItemsResponse();
                all.Results.Add(request.Records.Select(x => new ImportResult { SourceId = x.SourceId, Outcome = ImportOutcome.Created }));
                await responseStream.WriteAsync(all);
                continue;
            }

            foreach (var record in request.Records)
            {
                state.BeforeResult?.Invoke(++state.Results, context);
                var response = new ImportItemsResponse();
                response.Results.Add(Store(record, position++));
                await responseStream.WriteAsync(response);
            }
        }
    }

    public override async Task ExportItems(ExportItemsRequest request, IServerStreamWriter<Item> responseStream, ServerCallContext context)
    {
        foreach (var record in state.Order.Select(key => state.Items[key]).Where(x => request.AgencyId is "" || x.AgencyId == request.AgencyId))
        {
            var item = new Item
            {
                Id = "id-" + record.SourceId,
                Etag = "1",
                IndexNumber = "AS0000001/2016-00001",
                SourceId = record.SourceId,
                Agency = new AgencyReference { Id = record.AgencyId, Name = "甲" },
                Title = record.Title,
                Summary = record.Summary,
                DocumentNumber = record.DocumentNumber,
                Stage = record.Stage,
                FormedOn = record.FormedOn,
            };
            item.Keywords.Add(record.Keywords);
            item.Placements.Add(record.Placements);
            await responseStream.WriteAsync(item);
        }
    }

    public override Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context)
    {
        var response = new ListItemsResponse();
        response.Items.Add(state.Items.Values.Where(x => (request.Channel == 0 || x.Placements.Any(p => p.Channel == request.Channel)) && (request.KeyArea.Length == 0 || x.KeyArea == request.KeyArea))
            .Take(request.PageSize).Select(x => new ItemSummary { Id = "id-" + x.SourceId, Title = x.Title, Agency = new AgencyReference { Id = x.AgencyId }, DocumentNumber = x.DocumentNumber, PublishedOn = x.Placements[0].On }));
        return Task.FromResult(response);
    }

    public override Task<Statistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var statistics = new Statistics { Year = request.Year, ItemCount = state.Items.Count };
        var placements = state.Items.Values.SelectMany(x => x.Placements).ToList();
        statistics.Placements.Add(placements.GroupBy(x => x.Channel).OrderBy(x => x.Key).Select(x => new ChannelCount { Channel = x.Key, Count = x.Count() }));
        statistics.Columns.Add(placements.GroupBy(x => (x.Channel, x.Column)).OrderByDescending(x => x.Count())
            .Select(x => new ColumnCount { Channel = x.Key.Channel, Column = x.Key.Column, Count = x.Count() }));
        return Task.FromResult(statistics);
    }

    public override Task<CodeTable> GetCodeTable(GetCodeTableRequest request, ServerCallContext context)
    {
        var table = new CodeTable { Id = request.Id };
        if (request.Id == "genres") table.Codes.Add(new Code { Code_ = "08", Name = "通知" });
        if (request.Id == "subject-categories")
        {
            table.Codes.Add(new Code { Code_ = "10", Name = "城乡建设、环境保护" });
            table.Codes.Add(new Code { Code_ = "1099", Name = "其他", Parent = "10" });
            table.Codes.Add(new Code { Code_ = "11", Name = "科技、教育" });
            table.Codes.Add(new Code { Code_ = "1199", Name = "其他", Parent = "11" });
        }

        return Task.FromResult(table);
    }

    private ImportResult Store(ImportRecord record, long position)
    {
        var result = new ImportResult { Position = position, SourceId = record.SourceId };
        if (record.Title.Length == 0)
        {
            result.Outcome = ImportOutcome.Refused;
            result.Violations.Add(new FieldViolation { Field = "title", Description = "Required." });
            return result;
        }

        var key = record.AgencyId + "/" + record.SourceId;
        result.Id = "id-" + key;
        if (record.IndexNumber == "odd") result.Warnings.Add(new FieldViolation { Field = "index_number", Description = "Looks odd." });
        result.Outcome = state.Items.TryGetValue(key, out var stored)
            ? stored.Equals(record) ? ImportOutcome.Unchanged : ImportOutcome.Updated
            : ImportOutcome.Created;
        if (result.Outcome == ImportOutcome.Created) state.Order.Add(key);
        state.Items[key] = record;
        return result;
    }
}

internal sealed class FakeAgencies(FakeState state) : AgencyService.AgencyServiceBase
{
    public override Task<BatchImportAgenciesResponse> BatchImportAgencies(BatchImportAgenciesRequest request, ServerCallContext context)
    {
        state.AgencyCalls++;
        var response = new BatchImportAgenciesResponse();
        foreach (var agency in request.Agencies)
        {
            var fits = agency.ParentId.Length == 0 || state.Agencies.ContainsKey(agency.ParentId);
            if (fits) state.Agencies[agency.Id] = agency;
            var result = new ImportResult { SourceId = agency.Id, Outcome = fits ? ImportOutcome.Created : ImportOutcome.Refused };
            if (!fits) result.Violations.Add(new FieldViolation { Field = "parent_id", Description = "Unknown." });
            response.Results.Add(result);
        }

        return Task.FromResult(response);
    }

    public override Task<ListAgenciesResponse> ListAgencies(ListAgenciesRequest request, ServerCallContext context)
    {
        var page = state.Agencies.Values.OrderBy(x => x.Id, StringComparer.Ordinal).Where(x => string.CompareOrdinal(x.Id, request.PageToken) > 0).Take(2).ToList();
        var response = new ListAgenciesResponse { NextPageToken = page.Count == 2 ? page[^1].Id : "" };
        response.Agencies.Add(page);
        return Task.FromResult(response);
    }
}

internal sealed class FakeGazette(FakeState state) : GazetteService.GazetteServiceBase
{
    public override Task<GazetteIssue> CreateGazetteIssue(CreateGazetteIssueRequest request, ServerCallContext context)
    {
        request.Issue.Id = request.RequestId;
        request.Issue.State = GazetteState.Draft;
        return Task.FromResult(state.Issues.GetOrAdd(request.RequestId, request.Issue));
    }

    public override Task<GazetteIssue> IssueGazette(IssueGazetteRequest request, ServerCallContext context)
    {
        var issue = state.Issues[request.Id];
        if (issue.State == GazetteState.Issued) throw new RpcException(new Status(StatusCode.FailedPrecondition, "It is out."));
        (issue.State, issue.IssuedOn) = (GazetteState.Issued, request.IssuedOn);
        return Task.FromResult(issue);
    }
}

internal sealed class FakeResponses(FakeState state) : ResponseService.ResponseServiceBase
{
    public override Task<Briefing> CreateBriefing(CreateBriefingRequest request, ServerCallContext context) =>
        Task.FromResult(state.Briefings.GetOrAdd(request.RequestId, request.Briefing));

    public override Task<Tally> CreateTally(CreateTallyRequest request, ServerCallContext context) =>
        Task.FromResult(state.Tallies.GetOrAdd(request.RequestId, request.Tally));
}

internal sealed class FakeConsultations(FakeState state) : ConsultationService.ConsultationServiceBase
{
    public override Task<Consultation> ImportConsultation(ImportConsultationRequest request, ServerCallContext context) =>
        Task.FromResult(state.Consultations.GetOrAdd(request.RequestId, request.Consultation));
}
