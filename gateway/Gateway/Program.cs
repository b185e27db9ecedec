using Sunshine.Foundation.Hosting;
using Sunshine.Gateway;

var builder = SunshineHost.CreateBuilder(args, GatewayModule.Name);
builder.AddFoundation(GatewayModule.Name);
builder.AddProxy();
builder.Services.AddGateway();

var app = builder.Build();
app.UseGateway();
app.UseAuthorization();
app.MapFoundation();
app.MapGateway();
var reads = app.Services.GetRequiredService<RepeatedReads>();
app.MapReverseProxy(proxy => proxy.Use((http, next) => reads.Serve(http, _ => next()))).AllowAnonymous();
app.Run();
