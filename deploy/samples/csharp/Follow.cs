using Google.Protobuf;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace CountyClient;

/// <summary>
/// Follows what becomes public, changes and is taken back, and keeps a copy of each item in a file of its own. The place is stored after the work: killed in
/// between, the same change comes once more, and doing it again makes no difference. Put your own work into <see cref="Apply"/> and keep it so.
/// </summary>
internal sealed class Follow(Access access, Settings settings, bool untilIdle)
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly string _place = Path.Combine(settings.State, "cursor");
    private readonly string _items = Path.Combine(settings.State, "items");

    public async Task<int> Run()
    {
        Directory.CreateDirectory(_items);
        for (var fruitless = 0; ; fruitless++)
        {
            try
            {
                var cursor = File.Exists(_place) ? await File.ReadAllTextAsync(_place) : "";
                using var call = access.Catalogue.WatchItems(new WatchItemsRequest { Cursor = cursor, AgencyId = settings.Agency }, await access.Call(LongestCall));
                var first = true;
                await foreach (var message in call.ResponseStream.ReadAllAsync())
                {
                    if (message.Change != Change.Unspecified) Apply(message);
                    Replace(_place, message.Cursor);
                    // A cursor alone: at the beginning where we are, later that nothing has happened for some seconds.
                    if (untilIdle && !first && message.Change == Change.Unspecified) return Program.Done;
                    (first, fruitless) = (false, 0);
                }
            }
            catch (RpcException e) when (Access.IsPassing(e))
            {
                if (e.StatusCode == StatusCode.DeadlineExceeded) continue;
                var pause = TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(2, fruitless), LongestPause.TotalSeconds));
                await Console.Error.WriteLineAsync($"{Access.Explain(e)} - again in {pause.TotalSeconds} s");
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }

    private void Apply(WatchItemsResponse message)
    {
        // As it is public now, which may be newer than this change.
        var (item, file) = (message.Item, Path.Combine(_items, message.ItemId + ".json"));
        if (item.Withdrawal is null) Replace(file, JsonFormatter.Default.Format(item));
        else File.Delete(file);
        Console.WriteLine($"{message.OccurredAt.ToDateTime():u} {message.Change.ToString().ToUpperInvariant()} {message.ItemId} {item.Title}");
    }

    /// <summary>The whole or nothing, whenever the process dies.</summary>
    private static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
