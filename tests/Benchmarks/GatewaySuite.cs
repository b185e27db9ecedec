namespace Sunshine.Benchmarks;
internal static class GatewaySuite { public static Task Run(Report report, IReadOnlyList<string> numbers) => throw new NotImplementedException(); }
