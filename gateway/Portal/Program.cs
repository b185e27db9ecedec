using Sunshine.Foundation.Hosting;
using Sunshine.Portal;

var builder = SunshineHost.CreateBuilder(args, PortalModule.Name);
builder.AddFoundation(PortalModule.Name);
builder.AddPortal();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.UsePortal();
app.MapFoundation();
app.MapPortal();
app.Run();
