using Sunshine.Benchmarks;

// A suite starts parts of itself as processes of their own, so that what is measured does not share a heap with what measures.
if (args is ["bare", var bareUrl, var file]) return await BareServer.Run(bareUrl, file);
if (args is ["bare-files", var filesUrl, var folder]) return await BareServer.Files(filesUrl, folder);
if (args is ["bare-proof", var proofUrl, var answer]) return await BareServer.Proof(proofUrl, answer);
if (args is ["yarp", var yarpUrl, var destination]) return await BareServer.Proxy(yarpUrl, destination);

var suites = new Dictionary<string, Func<Report, IReadOnlyList<string>, Task>>
{
    ["storage"] = StorageSuite.Run,
    ["search"] = SearchSuite.Run,
    ["ingest"] = IngestSuite.Run,
    ["gateway"] = GatewaySuite.Run,
    ["start"] = StartSuite.Run,
    ["attachments"] = AttachmentsSuite.Run,
    ["publishing"] = PublishingSuite.Run,
    ["requests"] = RequestsSuite.Run,
    ["harvest"] = HarvestSuite.Run,
    ["powers"] = PowersSuite.Run,
    ["finance"] = FinanceSuite.Run,
    ["key-areas"] = KeyAreasSuite.Run,
    ["rooms"] = RoomsSuite.Run,
    ["ledger"] = LedgerSuite.Run,
    ["pages"] = PagesSuite.Run,
    ["load"] = LoadSuite.Run
};
if (args is ["all", .. var rest]) return await WholeTable.Run(suites.Keys, rest.FirstOrDefault() ?? "30");
if (args.Length == 0 || !suites.TryGetValue(args[0], out var suite))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', suites.Keys)} [numbers] | all [minutes of load]");
    return 1;
}

var report = new Report(args[0]);
await suite(report, args[1..]);
return report.End();
