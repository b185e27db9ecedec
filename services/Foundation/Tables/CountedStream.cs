using Sunshine.Foundation.Files;

namespace Sunshine.Foundation.Tables;

/// <summary>Refuses a content that is longer than it may be, whatever was said of its length.</summary>
internal sealed class CountedStream(Stream inner, TableOptions options) : ForwardStream(inner)
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        if ((_read += count) > options.LargestFile) throw TableRefusals.TooLarge(options.Field, options.LargestFile);
        return count;
    }
}
