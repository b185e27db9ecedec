using Sunshine.Foundation.Hosting;
using Sunshine.Ledger;

var builder = SunshineHost.Create(args, LedgerModule.Name);
builder.Services.AddLedger();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapLedger();
app.Run();
