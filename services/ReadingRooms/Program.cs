using Sunshine.Foundation.Hosting;
using Sunshine.ReadingRooms;

var builder = SunshineHost.Create(args, ReadingRoomsModule.Name);
builder.Services.AddReadingRooms();

var app = builder.Build();
app.UseRouting();
app.UseFoundation();
app.MapFoundation();
app.MapReadingRooms();
app.Run();
