using Spectre.Console;
using Sunshine.Catalogue;
using Sunshine.Cli;
using Sunshine.Finance;
using Sunshine.Foundation.Hosting;
using Sunshine.Gateway;
using Sunshine.KeyAreas;
using Sunshine.Ledger;
using Sunshine.Portal;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.Reports;
using Sunshine.Requests;
using Sunshine.Standalone;
using Sunshine.Standalone.Accounts;

string[] shipped = [CatalogueModule.Name, RequestsModule.Name, PowerListModule.Name, FinanceModule.Name, KeyAreasModule.Name, ReadingRoomsModule.Name, LedgerModule.Name, ReportsModule.Name, GatewayModule.Name, PortalModule.Name, "standalone"];
var builder = SunshineHost.CreateBuilder(args, shipped);
builder.AddOwnAddress(shipped.Length, CatalogueModule.Name, RequestsModule.Name, PowerListModule.Name, FinanceModule.Name, KeyAreasModule.Name, ReadingRoomsModule.Name, LedgerModule.Name, ReportsModule.Name);
builder.AddFoundation("standalone");
builder.AddAuthority();
builder.Services.AddGateway();
builder.Services.AddCatalogue();
builder.Services.AddRequests();
builder.Services.AddPowerList();
builder.Services.AddFinance();
builder.Services.AddKeyAreas();
builder.Services.AddReadingRooms();
builder.Services.AddLedger();
builder.Services.AddReports();
builder.AddPortal();

var app = builder.Build();
app.UseGateway();
app.UseFoundation();
app.UsePortal();
app.MapFoundation();
app.MapGateway();
app.MapCatalogue();
app.MapRequests();
app.MapPowerList();
app.MapFinance();
app.MapKeyAreas();
app.MapReadingRooms();
app.MapLedger();
app.MapReports();
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
