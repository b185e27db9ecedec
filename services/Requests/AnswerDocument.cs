using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.Options;

namespace Sunshine.Requests;

/// <summary>
/// The answer document (政府信息公开申请答复书): a template's content controls, filled by their tags. A template need not have all of them.
/// </summary>
public sealed class AnswerDocument
{
    public const string FileName = "政府信息公开申请答复书.docx";
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>The tags.</summary>
    public const string Agency = "agency", Number = "number", Applicant = "applicant", ReceiptNumber = "receiptNumber", ReceivedOn = "receivedOn", Wanted = "wanted",
        Outcome = "outcome", Basis = "basis", Text = "text", Files = "files", Remedies = "remedies", Date = "date";

    private readonly byte[] _template;

    /// <exception cref="InvalidOperationException">The template that the settings name cannot be used.</exception>
    public AnswerDocument(IOptions<RequestsOptions> options)
    {
        var path = options.Value.AnswerTemplate;
        _template = path.Length == 0 ? AnswerTemplate.BuiltIn() : File.Exists(path) ? File.ReadAllBytes(path) : throw new InvalidOperationException($"Requests:AnswerTemplate: there is no file {path}.");
        try
        {
            using var document = WordprocessingDocument.Open(new MemoryStream(_template, writable: false), isEditable: false);
            if (!Controls(document).Any(c => TagOf(c) == Text)) throw new InvalidOperationException($"Requests:AnswerTemplate: {path} has no content control with the tag '{Text}'.");
        }
        catch (Exception e) when (e is OpenXmlPackageException or FileFormatException or InvalidDataException)
        {
            throw new InvalidOperationException($"Requests:AnswerTemplate: {path} is no DOCX.", e);
        }
    }

    /// <summary>The document for an answer that is about to be given.</summary>
    public byte[] Write(Application application, string agencyName, Act act, string remedies, Law law)
    {
        var (entry, papers) = (application.Entry, application.Papers);
        var answer = papers.Answer!;
        var values = new Dictionary<string, string>
        {
            [Agency] = agencyName, [Number] = act.Document, [Applicant] = papers.Applicant?.Name ?? "", [ReceiptNumber] = entry.ReceiptNumber, [ReceivedOn] = Day(entry.ReceivedOn),
            [Wanted] = papers.Wanted?.Description ?? entry.Subject, [Outcome] = Outcomes.Of(answer.Outcome).Name, [Basis] = answer.LegalBasis.Length > 0 ? $"依据：{answer.LegalBasis}。" : "",
            [Text] = answer.Text, [Files] = FilesOf(answer, papers), [Remedies] = remedies, [Date] = Day(law.Today)
        };
        using var bytes = new MemoryStream();
        bytes.Write(_template);
        using (var document = WordprocessingDocument.Open(bytes, isEditable: true))
        {
            foreach (var control in Controls(document).ToList())
            {
                if (TagOf(control) is { } tag && values.TryGetValue(tag, out var value)) Fill(control, value);
            }
        }

        return bytes.ToArray();
    }

    private static string FilesOf(Answer answer, Papers papers)
    {
        if (answer.Files.Count == 0) return "";
        var names = papers.Files.ToDictionary(f => f.Id, f => f.FileName);
        return "附件：\n" + string.Join('\n', answer.Files.Select((f, i) =>
            $"{i + 1}. {names[f.FileId]}" + string.Concat(f.Redactions.Select(r => $"\n   {r.Place}未予公开：{Outcomes.Of(r.Ground).Name}（{r.Reason}）"))));
    }

    private static string Day(DateOnly? day) => day is { } d ? $"{d.Year}年{d.Month}月{d.Day}日" : "";

    private static IEnumerable<SdtElement> Controls(WordprocessingDocument document) => document.MainDocumentPart?.Document?.Descendants<SdtElement>() ?? [];

    private static string? TagOf(SdtElement control) => control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value;

    /// <summary>Puts a text where the control's first text is; line by line, in the form that has there.</summary>
    private static void Fill(SdtElement control, string value)
    {
        var runs = control.Descendants<Run>().ToList();
        if (runs.Count == 0) return;
        foreach (var surplus in runs.Skip(1)) surplus.Remove();
        var run = runs[0];
        foreach (var child in run.ChildElements.Where(c => c is not RunProperties).ToList()) child.Remove();
        var lines = value.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) run.Append(new Break());
            run.Append(new DocumentFormat.OpenXml.Wordprocessing.Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }
    }
}
