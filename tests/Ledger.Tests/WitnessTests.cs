using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;
using Checkpoint = Sunshine.TransparencyLog.Checkpoint;
using ProofFile = Sunshine.TransparencyLog.ProofFile;

namespace Sunshine.Ledger.Tests;

public sealed class WitnessTests : LedgerTest
{
    private WitnessServer _witness = null!;

    /// <summary>The host's own work asks once in ten days, so that the tests ask.</summary>
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Ledger:WitnessEvery"] = "10.00:00:00", ["Outbound:Allowed:0"] = "127.0.0.1", ["Ledger:Witnesses:0:Url"] = _witness.Url, ["Ledger:Witnesses:0:Key"] = _witness.Key.Verifier.ToString()
    };

    public override async ValueTask InitializeAsync()
    {
        _witness = await WitnessServer.Start();
        await base.InitializeAsync();
        _witness.Log = VerifierKey.Parse(Host.Services.GetRequiredService<LogKey>().VerifierKey);
        _witness.Now = Host.Clock.GetUtcNow();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _witness.DisposeAsync();
    }

    [Fact]
    public async Task Each_checkpoint_is_cosigned_by_a_proof_from_the_one_before_and_served_so_everywhere()
    {
        var work = Work();
        await work.Ask(Cancel);
        Assert.Equal((0, WitnessOutcome.Unspecified), await Said());

        await Tell(Told("catalogue", 1, 300));
        await work.Ask(Cancel);
        Assert.Equal(300, (await Served()).Checkpoint.Size);
        Assert.Equal((300, WitnessOutcome.Cosigned), await Said());

        // The next one comes when it is time.
        await Tell(Told("catalogue", 301, 700));
        await work.Ask(Cancel);
        Assert.Single(SignedNote.Parse(Bytes((await Latest()).Note)).Signatures);
        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        _witness.Now = Host.Clock.GetUtcNow();
        await work.Ask(Cancel);
        await work.Ask(Cancel);
        Assert.Equal([(0L, 200), (300, 200)], _witness.Asked);
        Assert.Equal(700, (await Served()).Checkpoint.Size);

        var proof = await Ledger.GetInclusionProofAsync(new GetInclusionProofRequest { Index = 5 }, cancellationToken: Cancel);
        var verified = ProofFile.Parse(Bytes(proof.TlogProof)).Verify(proof.Act.Entry.Span, _witness.Log!, _witness.Key.Verifier);
        Assert.Equal([null, _witness.Now.ToUnixTimeSeconds()], verified.Signatures.Select(s => s.At));
        var earlier = await Ledger.GetCheckpointAsync(new GetCheckpointRequest { TreeSize = 300 }, cancellationToken: Cancel);
        Assert.Equal(2, VerifiedCheckpoint.Parse(Bytes(earlier.Note), _witness.Log!, _witness.Key.Verifier).Signatures.Count);
        var listed = Assert.Single((await Ledger.ListWitnessesAsync(new ListWitnessesRequest(), cancellationToken: Cancel)).Witnesses);
        Assert.Equal((_witness.Key.Verifier.ToString(), _witness.Now.ToUnixTimeSeconds()), (listed.VerifierKey, listed.CosignedAt.Seconds));
    }

    [Fact]
    public async Task The_service_asks_by_itself_as_time_goes_on()
    {
        await Tell(Told("catalogue", 1, 3));
        Host.Clock.Advance(TimeSpan.FromDays(10));
        await Until(async () => (await Said()).Outcome == WitnessOutcome.Cosigned);
        Assert.Equal(3, (await Served()).Checkpoint.Size);
    }

    [Fact]
    public async Task A_witness_that_is_down_slow_or_talks_rubbish_changes_nothing_but_its_state()
    {
        var other = SignerKey.Generate(_witness.Key.Verifier.Name, KeyType.Cosignature);
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var size = 0;
        foreach (var (instead, outcome) in new (RequestDelegate, WitnessOutcome)[]
        {
            (Status(503), WitnessOutcome.Refused), (Status(422), WitnessOutcome.Refused), (Status(302), WitnessOutcome.Refused), (Status(409), WitnessOutcome.BadAnswer),
            (Body("no signature"), WitnessOutcome.BadAnswer), (Body(""), WitnessOutcome.BadAnswer), (Body(new string('x', 100_000)), WitnessOutcome.BadAnswer),
            // A signature of another key, of this key over another text, and the same line with a byte changed.
            (Text(text => other.Cosign(text, _witness.Now)), WitnessOutcome.BadAnswer), (Text(text => _witness.Key.Cosign(text + "more\n", _witness.Now)), WitnessOutcome.BadAnswer),
            (Text(text => Changed(_witness.Key.Cosign(text, _witness.Now))), WitnessOutcome.BadAnswer),
            (Endless, WitnessOutcome.BadAnswer),
            (http =>
            {
                http.Abort();
                return Task.CompletedTask;
            }, WitnessOutcome.Unreachable),
            (async http =>
            {
                slow.TrySetResult();
                await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
            }, WitnessOutcome.Unreachable)
        })
        {
            size += 10;
            await Tell(Told("catalogue", size - 9, size));
            _witness.Instead = instead;
            Host.Clock.Advance(TimeSpan.FromSeconds(30));
            var asked = Work().Ask(Cancel);
            if (outcome == WitnessOutcome.Unreachable && await Task.WhenAny(asked, slow.Task) == slow.Task)
            {
                // Appends and reads go on meanwhile.
                await Tell(Told("catalogue", ++size, size));
                Host.Clock.Advance(TimeSpan.FromSeconds(10));
            }

            await asked;
            Assert.Equal((0, outcome), await Said());
            Assert.Single(SignedNote.Parse(Bytes((await Latest()).Note)).Signatures);
        }

        Assert.True((await Audit()).IsSound);
        _witness.Instead = null;
        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        await Work().Ask(Cancel);
        Assert.Equal((size, WitnessOutcome.Cosigned), await Said());
    }

    [Fact]
    public async Task A_cosignature_that_a_kill_lost_is_asked_for_again()
    {
        await Tell(Told("catalogue", 1, 20));
        await Work().Ask(Cancel);
        await Tell(Told("catalogue", 21, 50));
        // Noted, then the checkpoint, then the state.
        for (var at = 1; at <= 2; at++)
        {
            Host.Clock.Advance(TimeSpan.FromSeconds(30));
            await Assert.ThrowsAsync<OperationCanceledException>(() => Work(new DyingStore(StoreOf(Host), at, before: true)).Ask(Cancel));
            Assert.Equal(50, _witness.Seen!.Size);
        }

        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        await Work().Ask(Cancel);
        Assert.Equal((50, WitnessOutcome.Cosigned), await Said());
        Assert.Equal(2, SignedNote.Parse(Bytes((await Served()).Note.ToString())).Signatures.Count);
        // It is asked from the size that it tells.
        Assert.Equal([(0L, 200), (20, 200), (20, 409), (50, 200), (20, 409), (50, 200)], _witness.Asked);
    }

    [Fact]
    public async Task Of_several_replicas_one_asks()
    {
        await Tell(Told("catalogue", 1, 20));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Work().Ask(Cancel)));
        Assert.Single(_witness.Asked);
        Assert.Equal(20, (await Served()).Checkpoint.Size);
    }

    [Fact]
    public async Task A_witness_that_has_seen_more_than_there_is_raises_an_alarm()
    {
        await Tell(Told("catalogue", 1, 20));
        _witness.Seen = new Checkpoint(_witness.Log!.Name, 21, Hash.Leaf([1]));
        await Work(log: Host.Services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<WitnessWork>>()).Ask(Cancel);
        Assert.Equal((0, WitnessOutcome.Ahead), await Said());
        Assert.Contains(Host.Log.Lines, l => l.Message.Contains("goes on from an old state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_history_that_is_not_the_one_it_saw_is_not_cosigned()
    {
        await Tell(Told("catalogue", 1, 20));
        _witness.Seen = new Checkpoint(_witness.Log!.Name, 20, Hash.Leaf([1]));
        await Work().Ask(Cancel);
        Assert.Equal((0, WitnessOutcome.Refused), await Said());
        Assert.Equal([(0L, 409), (20, 422)], _witness.Asked);
    }

    [Fact]
    public async Task An_address_within_that_is_not_allowed_is_not_asked()
    {
        await Tell(Told("catalogue", 1, 20));
        await using var strict = await StartHost(new Dictionary<string, string?>(Settings) { ["Outbound:Allowed:0"] = "10.0.0.1" });
        var call = strict.Services.GetRequiredService<WitnessCall>();
        var answer = await call.Ask(_witness.Url, _witness.Key.Verifier, 0, (await Collections.Latest(Cancel))!, Cancel);
        Assert.Equal(WitnessOutcome.Unreachable, answer.Outcome);
        Assert.Contains("not a public address", answer.Said, StringComparison.Ordinal);
        Assert.Empty(_witness.Asked);
    }

    [Theory]
    [InlineData("ftp://witness.example", null, "Ledger:Witnesses:0:Url")]
    [InlineData("", null, "Ledger:Witnesses:0:Url")]
    [InlineData("https://witness.example", "no key", "Ledger:Witnesses:0:Key")]
    [InlineData("https://witness.example", "of a log", "type 4")]
    public void Settings_that_name_no_witness_are_refused(string url, string? key, string expected)
    {
        var options = new LedgerOptions { Witnesses = [new WitnessOptions { Url = url, Key = key == "of a log" ? SignerKey.Generate("log").Verifier.ToString() : key ?? _witness.Key.Verifier.ToString() }] };
        Assert.Contains(expected, Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_witness_is_named_once()
    {
        var one = new WitnessOptions { Url = "https://witness.example", Key = _witness.Key.Verifier.ToString() };
        var options = new LedgerOptions { Witnesses = [one, one] };
        Assert.Contains("Ledger:Witnesses:1:Key", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    private static RequestDelegate Status(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static RequestDelegate Body(string body) => http => http.Response.WriteAsync(body);

    private static RequestDelegate Text(Func<string, NoteSignature> sign) => async http =>
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var note = SignedNote.Parse(Bytes(body[(body.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]));
        await http.Response.WriteAsync(sign(note.Text) + "\n");
    };

    private static async Task Endless(HttpContext http)
    {
        var line = new byte[4096];
        while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(line, http.RequestAborted);
    }

    private static NoteSignature Changed(NoteSignature signature)
    {
        var bytes = signature.Signature.ToArray();
        bytes[20] ^= 1;
        return signature with { Signature = bytes };
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A replica's.</summary>
    private WitnessWork Work(IStore? store = null, Microsoft.Extensions.Logging.ILogger<WitnessWork>? log = null)
    {
        var options = new LedgerOptions { Witnesses = [new WitnessOptions { Url = _witness.Url, Key = _witness.Key.Verifier.ToString() }] };
        return new WitnessWork(store is null ? Collections : new Collections(store), Host.Services.GetRequiredService<WitnessCall>(), Options.Create(options),
            Host.Services.GetRequiredService<IMeterFactory>(), Host.Clock, log ?? NullLogger<WitnessWork>.Instance);
    }

    /// <summary>The checkpoint file, by both keys.</summary>
    private async Task<VerifiedCheckpoint> Served()
    {
        using var client = Host.Http();
        var served = VerifiedCheckpoint.Parse(await client.GetByteArrayAsync("/api/v1/ledger/log/checkpoint", Cancel), _witness.Log!, _witness.Key.Verifier);
        Assert.Equal([_witness.Log!, _witness.Key.Verifier], served.Signatures.Select(s => s.Key));
        return served;
    }

    private async Task<V1.Checkpoint> Latest() => await Ledger.GetCheckpointAsync(new GetCheckpointRequest(), cancellationToken: Cancel);

    private async Task<(long Size, WitnessOutcome Outcome)> Said()
    {
        var witness = Assert.Single((await Ledger.ListWitnessesAsync(new ListWitnessesRequest(), cancellationToken: Cancel)).Witnesses);
        Assert.Equal(_witness.Key.Verifier.Name, witness.Name);
        return (witness.TreeSize, witness.Outcome);
    }
}
