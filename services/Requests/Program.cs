using Sunshine.Foundation.Hosting;
using Sunshine.Requests;

var builder = SunshineHost.Create(args, RequestsModule.Name);
builder.Services.AddRequests();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapRequests();
app.Run();
