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
// Of HTTP/1.1, which is all this port speaks; the gRPC health check would need HTTP/2.
app.MapHealthChecks("/health").AllowAnonymous();
app.Run();
