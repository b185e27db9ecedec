using System.Text;
using Sunshine.Testing.Fuzzing;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>One reader of foreign bytes.</summary>
/// <param name="Name">The type that reads, as the table in deploy/security/fuzzing.md has it; after a colon, which of its ways.</param>
/// <param name="Samples">What it accepts.</param>
/// <param name="Read">Reads; asserts what holds of whatever was accepted.</param>
/// <param name="Refusals">What it may throw.</param>
internal sealed record Parser(string Name, IReadOnlyList<byte[]> Samples, Action<byte[]> Read, params IReadOnlyList<Type> Refusals)
{
    /// <summary>Words of its format.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    public int Iterations { get; init; } = 1_500;

    /// <summary>By one reading, in bytes.</summary>
    public long MostAllocated { get; init; } = 96L * 1024 * 1024;

    public void Run() => Fuzz.Read(Mutations.Of(Samples, Tokens), Samples[0], Read, Refusals, Iterations, MostAllocated);

    /// <summary>One that reads text: bytes that are none come as a decoder gives them.</summary>
    public static Parser OfText(string name, IReadOnlyList<string> samples, Action<string> read, params IReadOnlyList<Type> refusals) =>
        new(name, [.. samples.Select(Encoding.UTF8.GetBytes)], bytes => read(Encoding.UTF8.GetString(bytes)), refusals);
}
