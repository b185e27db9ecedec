using System.Net;
using System.Text;
using Sunshine.Ledger.V1;
using Sunshine.TransparencyLog;
using Witness = Sunshine.TransparencyLog.Witness;

namespace Sunshine.Ledger;

/// <summary>Has one checkpoint cosigned by one witness (C2SP tlog-witness, <c>add-checkpoint</c>). Nothing is kept here.</summary>
public sealed class WitnessCall(IHttpClientFactory clients, LogReading log, TimeProvider time)
{
    public const string ClientName = "witness";

    /// <summary>In bytes, of an answer: a cosignature line has some 150.</summary>
    public const int LongestAnswer = 16 * 1024;

    /// <summary>A witness that knows another size tells it, and is asked again from there.</summary>
    private const int Attempts = 3;

    /// <summary>For all attempts together.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="Said">For the log, if there is no cosignature; never shown to callers, as it may name inner addresses.</param>
    /// <param name="Line">The witness's, verified.</param>
    /// <param name="Size">Of <see cref="WitnessOutcome.Ahead"/>: what the witness has seen.</param>
    internal sealed record Answer(WitnessOutcome Outcome, string Said, NoteSignature? Line = null, DateTimeOffset At = default, long Size = 0);

    /// <param name="known">The size that it cosigned last, as far as we know; 0 for none.</param>
    internal async Task<Answer> Ask(string address, VerifierKey key, long known, SignedCheckpoint checkpoint, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            return await Submit(new Uri(address.TrimEnd('/') + "/add-checkpoint"), key, Math.Min(known, checkpoint.Size), checkpoint, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Answer(WitnessOutcome.Unreachable, $"It did not answer within {Patience.TotalSeconds} seconds.");
        }
        catch (HttpRequestException e)
        {
            // Too long an answer is an answer.
            return new Answer(e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? WitnessOutcome.BadAnswer : WitnessOutcome.Unreachable, e.Message);
        }
        catch (BadLogException e)
        {
            return new Answer(WitnessOutcome.BadAnswer, e.Message);
        }
    }

    private async Task<Answer> Submit(Uri address, VerifierKey key, long old, SignedCheckpoint checkpoint, CancellationToken cancel)
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(checkpoint.Note));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var proof = old == 0 || old == checkpoint.Size ? [] : await log.Tree(checkpoint.Size).Consistency(old, cancel);
            using var body = new ByteArrayContent(Witness.AddCheckpoint(old, proof, note));
            using var http = clients.CreateClient(ClientName);
            using var answer = await http.PostAsync(address, body, cancel);
            var said = await answer.Content.ReadAsByteArrayAsync(cancel);
            if (answer.StatusCode == HttpStatusCode.OK) return Cosigned(note.Text, Witness.ReadSignatures(said), key);
            if (answer.StatusCode != HttpStatusCode.Conflict) return new Answer(WitnessOutcome.Refused, $"It answered {(int)answer.StatusCode}.");
            old = Witness.ReadSize(said);
            if (old > checkpoint.Size) return new Answer(WitnessOutcome.Ahead, $"It has cosigned a log of {old} entries.", Size: old);
        }

        return new Answer(WitnessOutcome.BadAnswer, $"It named another size {Attempts} times.");
    }

    /// <exception cref="BadLogException">None of them is the witness's, or what bears its name is not by its key.</exception>
    private static Answer Cosigned(string text, IReadOnlyList<NoteSignature> lines, VerifierKey key)
    {
        var verified = new SignedNote(text, lines).Verify(key).Single();
        return new Answer(WitnessOutcome.Cosigned, "", lines.First(l => l.Name == key.Name && l.KeyId == key.Id), DateTimeOffset.FromUnixTimeSeconds(verified.At!.Value));
    }
}
