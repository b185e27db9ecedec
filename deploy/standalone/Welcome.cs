using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Spectre.Console;
using Sunshine.Cli;
using Sunshine.Cli.Samples;
using Sunshine.Standalone.Accounts;

namespace Sunshine.Standalone;

/// <summary>What the operator sees at the start: the sample being loaded, if one was asked for, and where everything is.</summary>
public sealed class Welcome(WebApplication app, IAnsiConsole console)
{
    private readonly TimeProvider _time = app.Services.GetRequiredService<TimeProvider>();
    private readonly FirstAccounts _accounts = app.Services.GetRequiredService<FirstAccounts>();

    /// <summary>Loads a sample over gRPC, as any other client would. What is there already stays as it is.</summary>
    /// <exception cref="CommandFailedException">There is no such sample, or it cannot be loaded.</exception>
    public async Task LoadSample(string name)
    {
        if (name != "anshan-2016") throw new CommandFailedException($"--sample {name}: there is no such sample; there is anshan-2016.");
        var secret = Path.Combine(Authority.Folder(app.Configuration), "client.json");
        using var server = await ServerConnection.Open(
            Address("Grpc"), app.Configuration["Identity:Authority"]!, ServerConnection.Credentials(null, null, secret), _time, app.Lifetime.ApplicationStopping);
        await SampleLoader.Load(server.Channel.CreateCallInvoker(), console, _time, app.Lifetime.ApplicationStopping);
        await _accounts.MakeSample(app.Lifetime.ApplicationStopping);
    }

    public void Greet()
    {
        var rest = Address("Rest");
        console.MarkupLineInterpolated($"[bold]阳光政务公开平台[/] is ready.");
        console.MarkupLineInterpolated($"  Site   {rest}/ (officers: {rest}/desk)");
        console.MarkupLineInterpolated($"  REST   {rest}/api/v1/catalogue/items?query=预算&pageSize=5");
        console.MarkupLineInterpolated($"  Docs   {rest}/docs");
        console.MarkupLineInterpolated($"  gRPC   {Address("Grpc")} (with reflection)");
        console.MarkupLineInterpolated($"  Data   {Path.GetFullPath(app.Configuration["Storage:Path"]!)}");
        console.MarkupLineInterpolated($"  Client id and secret: {Path.Combine(Authority.Folder(app.Configuration), "client.json")}");
        console.MarkupLineInterpolated($"  Accounts {rest}{AccountPages.LoginPath}");
        if (File.Exists(_accounts.FirstFile)) console.MarkupLineInterpolated($"  First account and its one-time password: {_accounts.FirstFile}");
        if (File.Exists(_accounts.SampleFile)) console.MarkupLineInterpolated($"  The sample's officers and their passwords: {_accounts.SampleFile}");
    }

    /// <summary>The first address of an endpoint, as it is really listened on.</summary>
    private string Address(string endpoint)
    {
        var configured = OwnAddress.Of(app.Configuration, endpoint);
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(OwnAddress.ForItself).ToList();
        var found = listening.Find(a => a.Port == configured.Port) ?? listening[endpoint == "Rest" ? 0 : ^1];
        return found.GetLeftPart(UriPartial.Authority);
    }
}
