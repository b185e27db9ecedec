using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas;

var builder = SunshineHost.Create(args, KeyAreasModule.Name);
builder.Services.AddKeyAreas();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapKeyAreas();
app.Run();
