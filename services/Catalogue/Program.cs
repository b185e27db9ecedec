using Sunshine.Catalogue;
using Sunshine.Foundation.Hosting;

var builder = SunshineHost.Create(args, CatalogueModule.Name);
builder.Services.AddCatalogue();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapCatalogue();
app.Run();
