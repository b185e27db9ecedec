namespace Sunshine.Cli.Samples;

/// <summary>A small generator whose sequence is fixed for ever by its seed, which System.Random does not promise.</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="count"/> - 1, each as likely.</summary>
    public int Below(int count) => (int)(ulong)(((UInt128)Next() * (uint)count) >> 64);

    /// <summary>0 to <paramref name="count"/> - 1, the first ones most likely: some subjects are common, some are rare.</summary>
    public int Skewed(int count)
    {
        var half = Next() >> 32;
        var square = (half * half) >> 32;
        return (int)((square * (uint)count) >> 32);
    }
}
