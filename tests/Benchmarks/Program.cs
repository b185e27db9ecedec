using Sunshine.Benchmarks;

// A suite starts parts of itself as processes of their own, so that what is measured does not share a heap with what measures.
if (args is ["bare", ..]) return await BareServer.Run(args[1], args[2]);

var suites = new Dictionary<string, Func<Report, IReadOnlyList<string>, Task>>
{
    ["storage"] = StorageSuite.Run,
    ["search"] = SearchSuite.Run,
    ["ingest"] = IngestSuite.Run,
    ["gateway"] = GatewaySuite.Run
};
if (args.Length == 0 || !suites.TryGetValue(args[0], out var suite))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', suites.Keys)} [numbers]");
    return 1;
}

var report = new Report(args[0]);
await suite(report, args[1..]);
return report.End();
