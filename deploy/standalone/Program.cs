using Spectre.Console;
using Sunshine.Cli;
using Sunshine.Foundation.Hosting;
using Sunshine.Gateway;
using Sunshine.Portal;
using Sunshine.Standalone;
using Sunshine.Standalone.Accounts;

string[] shipped = [.. EveryService.Names, GatewayModule.Name, PortalModule.Name, "standalone"];
var builder = SunshineHost.CreateBuilder(args, shipped);
builder.AddOwnAddress(shipped.Length, EveryService.Names);
builder.AddFoundation("standalone");
builder.AddAuthority();
builder.Services.AddGateway();
builder.Services.AddEveryService();
builder.AddPortal();

var app = builder.Build();
app.UseGateway();
app.UseFoundation();
app.UsePortal();
app.MapFoundation();
app.MapGateway();
app.MapEveryService();
app.MapPortal();
app.MapAccounts();

await app.StartAsync();
var welcome = new Welcome(app, AnsiConsole.Console);
try
{
    if (app.Configuration["sample"] is { } sample) await welcome.LoadSample(sample);
}
catch (CommandFailedException e)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
    await app.StopAsync();
    return 1;
}

welcome.Greet();
await app.WaitForShutdownAsync();
return 0;
