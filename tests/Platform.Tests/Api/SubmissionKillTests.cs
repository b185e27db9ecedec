using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>An applicant has a receipt and the application is there, or neither, whenever the process is killed.</summary>
public sealed class SubmissionKillTests
{
    private const int Kills = 4;
    private const int Senders = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_a_receipt_finds_the_application_and_whoever_asks_again_gets_one()
    {
        using var storage = new TemporaryFolder();
        var receipts = new ConcurrentDictionary<int, CreateApplicationResponse>();
        var unanswered = new ConcurrentBag<int>();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var standalone = await StandaloneProcess.Start(storage.Path, Cancel, "--Requests:ApplicationsPerHour=1000");
            if (kill == 0) await ApiFixture.AddAgency(standalone);
            var before = receipts.Count;
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
            {
                var anyone = new IntakeService.IntakeServiceClient(standalone.Invoker(null));
                while (true)
                {
                    var number = Interlocked.Increment(ref next);
                    try
                    {
                        receipts[number] = await anyone.CreateApplicationAsync(Application(number), deadline: TimeProvider.System.GetUtcNow().AddSeconds(30).UtcDateTime, cancellationToken: Cancel);
                    }
                    catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
                    {
                        unanswered.Add(number);
                        return;
                    }
                }
            }, Cancel)).ToList();
            // At a different point of the work each time.
            while (receipts.Count < before + 12 + 7 * kill && !senders.All(s => s.IsCompleted)) await Task.Yield();
            await standalone.Kill();
            await Task.WhenAll(senders);
        }

        await using var restarted = await StandaloneProcess.Start(storage.Path, Cancel, "--Requests:ApplicationsPerHour=1000");
        var again = new IntakeService.IntakeServiceClient(restarted.Invoker(null));
        Assert.True(receipts.Count > 12 * Kills && unanswered.Count >= Kills, $"{receipts.Count} receipts, {unanswered.Count} cut off");
        foreach (var (number, receipt) in receipts)
        {
            var followed = await again.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
            Assert.Equal(receipt.ReceiptNumber, followed.ReceiptNumber);
            Assert.Equal(receipt, await again.CreateApplicationAsync(Application(number), cancellationToken: Cancel));
            var own = await again.ExportOwnDataAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
            var file = await again.ReadFollowedFileAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode, FileId = own.Files.Single().Id }, cancellationToken: Cancel);
            Assert.Equal(Application(number).Files[0].Content, file.Content);
        }

        // Those that heard nothing ask again: one application each, whether the first call was carried out or not.
        foreach (var number in unanswered) receipts[number] = await again.CreateApplicationAsync(Application(number), cancellationToken: Cancel);
        Assert.Equal(receipts.Count, receipts.Values.Select(r => r.ReceiptNumber).Distinct().Count());
        var register = new ApplicationService.ApplicationServiceClient(restarted.Invoker(restarted.Token));
        Assert.Equal(receipts.Count, (await register.ListApplicationsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    private static CreateApplicationRequest Application(int number) => new()
    {
        AgencyId = ApiFixture.Agency, RequestId = $"{number}",
        Applicant = new Applicant { Kind = ApplicantKind.NaturalPerson, Name = $"申请人 {number}", IdentityDocument = IdentityDocument.Passport, IdentityNumber = $"E{number:00000000}", Phone = "0412-5550001" },
        Wanted = new Wanted { Description = "道路维修的招标结果", Medium = Medium.File, Handover = Handover.Online },
        Files = { new NewFile { FileName = "a.pdf", Content = ByteString.CopyFromUtf8($"%PDF-1.7 {number} " + new string('x', 20_000)) } }
    };
}
