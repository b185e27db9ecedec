namespace Sunshine.Platform.Tests.Api;

/// <summary>What a caller is never told.</summary>
internal static class Inside
{
    private static readonly string[] Signs = ["   at ", "Exception", ".cs:", "Sunshine.", "System.", "Google.Protobuf.", "Microsoft.", "Grpc.", "SQLite", "/tmp/"];

    public static void IsNotTold(string text) => Assert.All(Signs, sign => Assert.DoesNotContain(sign, text, StringComparison.Ordinal));
}
