using Sunshine.Testing.V1;

namespace Sunshine.Platform.Tests.Dapr;

internal static class EchoAnswers
{
    /// <summary>What arrived under a name, several values separated by commas; null for nothing.</summary>
    public static string? Header(this EchoResponse answer, string name) =>
        answer.Headers.FirstOrDefault(h => h.Name == name) is { } header ? string.Join(',', header.Values) : null;
}
