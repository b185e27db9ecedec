namespace Sunshine.Benchmarks;
internal static class IngestSuite { public static Task Run(Report report, IReadOnlyList<string> numbers) => throw new NotImplementedException(); }
