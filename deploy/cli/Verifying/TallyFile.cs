using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Sunshine.Acts;
using Sunshine.Catalogue;
using Sunshine.TransparencyLog;
using V1Tally = Sunshine.Catalogue.V1.Tally;

namespace Sunshine.Cli.Verifying;

/// <summary>A reported figure as the REST interface takes it and answers.</summary>
internal static class TallyFile
{
    private const string SignerNote = "signer=";

    private static readonly JsonParser Json = new(JsonParser.Settings.Default);

    /// <summary>With Chinese as it is: people read what they sign.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <exception cref="CommandFailedException">The file has no figure, or a member that figures do not have: what is misspelt would not be signed.</exception>
    public static V1Tally Read(string path)
    {
        try
        {
            var tally = Json.Parse<V1Tally>(File.ReadAllText(path));
            return tally.Source.Length > 0 && tally.Value.Length > 0 ? tally : throw new CommandFailedException($"{path} has no figure: a source and a value are needed.");
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new CommandFailedException($"{path} is no figure: {e.Message}", e);
        }
    }

    public static string Text(V1Tally tally) => JsonSerializer.Serialize(JsonDocument.Parse(JsonFormatter.Default.Format(tally)), Plain);

    /// <summary>Says what is wrong with a figure's signature beside the last act on it; null if nothing is.</summary>
    public static string? Fault(V1Tally tally, ActEntry act)
    {
        var signer = act.Notes?.FirstOrDefault(n => n.StartsWith(SignerNote, StringComparison.Ordinal))?[SignerNote.Length..];
        try
        {
            switch (signer, tally.Signature)
            {
                case (null, ""):
                    return null;
                case (null, _):
                    return "The log has no signer of it.";
                case (_, ""):
                    return $"It has no signature; the log says that {signer} signed it.";
            }

            TallyStatement.SignerOf(tally, VerifierKey.Parse(signer));
            return null;
        }
        catch (Exception e) when (e is BadLogException or ArgumentException)
        {
            return e.Message;
        }
    }
}
