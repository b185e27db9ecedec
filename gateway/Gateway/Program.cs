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
var repeated = app.Services.GetRequiredService<RepeatedCalls>();
app.MapReverseProxy(proxy => proxy.Use((http, next) => repeated.Serve(http, _ => next()))).AllowAnonymous();
app.Run();
