using Sunshine.Foundation.Hosting;
using Sunshine.Reports;

var builder = SunshineHost.Create(args, ReportsModule.Name);
builder.Services.AddReports();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapReports();
app.Run();
