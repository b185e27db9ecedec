using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

/// <summary>The service of requests by itself, with agencies that it copied already, called through generated clients.</summary>
public abstract class RequestsTest : IAsyncLifetime
{
    /// <summary>A made-up person whose number's check character fits.</summary>
    protected const string ResidentId = "210302199001011238";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TestHost Host { get; private set; } = null!;

    /// <summary>Anybody.</summary>
    protected IntakeService.IntakeServiceClient Anyone { get; private set; } = null!;

    protected IntakeService.IntakeServiceClient Desk { get; private set; } = null!;

    protected ApplicationService.ApplicationServiceClient Officer { get; private set; } = null!;

    /// <summary>Who consents to extensions and approves answers.</summary>
    protected ApplicationService.ApplicationServiceClient Head { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public virtual async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartService(RequestsModule.Name, Add, Map, new Dictionary<string, string?>(Settings) { ["Services:catalogue"] = Settings.GetValueOrDefault("Services:catalogue") ?? await EmptyCatalogue.Address() });
        Host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        await AddAgencies(Host);
        Anyone = new(Host.Invoker());
        Desk = new(As("officer-1", Roles.RequestOfficer));
        Officer = new(As("officer-1", Roles.RequestOfficer));
        Head = new(As("head-1", Roles.Reviewer));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Host is not null) await Host.DisposeAsync();
    }

    protected virtual void Add(IServiceCollection services) => services.AddRequests();

    protected virtual void Map(WebApplication app) => app.MapRequests();

    /// <summary>With a token that outlives every procedure.</summary>
    protected CallInvoker As(string subject, string role, string agency = "city") => Host.Invoker(Host.Issuer.Token([role], agency, subject, lifetime: TimeSpan.FromDays(10_000)));

    /// <summary>A city, an office of it and a county, as the Catalogue's events would have brought them.</summary>
    protected static async Task AddAgencies(TestHost host)
    {
        var copies = host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).Open(AgencyCopy.Declared);
        await copies.Write(
        [
            .. new[] { ("city", "", "LNAS"), ("office", "city", "LNAS01"), ("county", "", "LNHC") }
                .Select(a => Write.Put(a.Item1, new AgencyCopy { Id = a.Item1, Name = "机关 " + a.Item1, ParentId = a.Item2, CatalogueCode = a.Item3 }))
        ], Cancel);
    }

    /// <summary>Goes to noon of a day in China.</summary>
    protected void GoTo(string day)
    {
        var noon = Foundation.Calendar.Clock.BeginningOf(Days.Parse(day)!.Value).AddHours(12);
        Host.Clock.Advance(noon - Host.Clock.GetUtcNow());
    }

    protected static V1.Applicant Person(string name = "钱学文") => new()
    {
        Kind = ApplicantKind.NaturalPerson, Name = name, IdentityDocument = IdentityDocument.ResidentId, IdentityNumber = ResidentId, Phone = "13904120001",
        Address = "鞍山市铁东区样板街 12 号 3 单元"
    };

    protected static V1.Wanted Wanted(string description = "2025 年度全市城市道路维修工程的招标结果") => new()
    {
        Description = description, Medium = Medium.File, Handover = Handover.Online
    };

    protected static CreateApplicationRequest NewApplication(string requestId = "1", string agency = "city", string? description = null, V1.Applicant? applicant = null) => new()
    {
        AgencyId = agency, Applicant = applicant ?? Person(), Wanted = description is null ? Wanted() : Wanted(description), RequestId = requestId
    };

    /// <summary>Handed in over the counter, so received at once.</summary>
    protected async Task<V1.Application> Received(string requestId = "1", string? arrivedOn = null, string? description = null, V1.Applicant? applicant = null, IntakeChannel channel = IntakeChannel.InPerson)
    {
        var request = NewApplication(requestId, description: description, applicant: applicant);
        request.Channel = channel;
        request.ArrivedOn = arrivedOn ?? "";
        var receipt = await Desk.CreateApplicationAsync(request, cancellationToken: Cancel);
        return await Officer.GetApplicationAsync(new() { Id = receipt.ApplicationId }, cancellationToken: Cancel);
    }

    protected async Task<V1.Application> Accepted(string requestId = "1", string? arrivedOn = null, V1.Applicant? applicant = null, string? description = null) =>
        await Officer.AcceptApplicationAsync(new() { Id = (await Received(requestId, arrivedOn, description, applicant)).Id }, cancellationToken: Cancel);

    /// <summary>Answered today, by two people.</summary>
    protected async Task<V1.Application> Answered(V1.Application application, V1.Answer? answer = null)
    {
        var proposed = await Officer.ProposeAnswerAsync(new() { Id = application.Id, Answer = answer ?? Granted() }, cancellationToken: Cancel);
        return await Head.ApproveAnswerAsync(new() { Id = application.Id, Etag = proposed.Etag, Act = Paper("鞍政公开〔2026〕1号") }, cancellationToken: Cancel);
    }

    protected static V1.Answer Granted(string text = "你申请的信息予以公开，见附件。") => new() { Outcome = Outcome.Granted, Text = text };

    protected static V1.Act Paper(string document = "告知书 1 号", string on = "") => new() { Document = document, On = on };

    protected static V1.NewFile Pdf(string name = "a.pdf", string text = "x") => new() { FileName = name, Content = ByteString.CopyFromUtf8("%PDF-1.7\n" + text) };
}
