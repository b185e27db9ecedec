using Sunshine.Foundation.Hosting;
using Sunshine.Finance;

var builder = SunshineHost.Create(args, FinanceModule.Name);
builder.Services.AddFinance();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapFinance();
app.Run();
