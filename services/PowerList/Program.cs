using Sunshine.Foundation.Hosting;
using Sunshine.Powers;

var builder = SunshineHost.Create(args, PowerListModule.Name);
builder.Services.AddPowerList();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapPowerList();
app.Run();
