using Sunshine.Catalogue;
using Sunshine.Foundation.Hosting;
using Sunshine.Gateway;
using Sunshine.Standalone;

var builder = SunshineHost.CreateBuilder(args, CatalogueModule.Name, GatewayModule.Name, "standalone");
builder.AddFoundation("standalone");
builder.AddAuthority();
builder.Services.AddGateway();
builder.Services.AddCatalogue();

var app = builder.Build();
app.UseGateway();
app.UseFoundation();
app.MapFoundation();
app.MapEvictions();
app.MapCatalogue();
await app.RunAsync();
