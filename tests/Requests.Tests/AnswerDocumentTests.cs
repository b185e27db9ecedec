using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.Options;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

public sealed class AnswerDocumentTests : RequestsTest
{
    private static readonly string[] Lines = ["市政府", "（盖章）"];

    private static readonly TemporaryFolder Folder = new();

    protected override IReadOnlyDictionary<string, string?> Settings =>
        TestContext.Current.TestMethod!.MethodName == nameof(An_operators_own_template_is_filled_by_its_tags) ? new Dictionary<string, string?> { ["Requests:AnswerTemplate"] = OwnTemplate() } : base.Settings;

    [Fact]
    public async Task It_is_a_valid_DOCX_that_says_what_the_answer_says()
    {
        var application = await Accepted();
        await Officer.AddFileAsync(new() { Id = application.Id, File = Pdf("原件.pdf", "1") }, cancellationToken: Cancel);
        var files = (await Officer.AddFileAsync(new() { Id = application.Id, File = Pdf("公开件.pdf", "2") }, cancellationToken: Cancel)).Files;
        var answered = await Answered(application, new V1.Answer
        {
            Outcome = Outcome.PartlyGranted, Text = "第一行\n第二行",
            Files = { new V1.GivenFile { FileId = files[1].Id, OriginalId = files[0].Id, Redactions = { new V1.Redaction { Place = "第 3 页", Ground = Outcome.PersonalPrivacy, Reason = "第十五条" } } } }
        });

        using var document = await Open(answered);
        Assert.Empty(new OpenXmlValidator().Validate(document, Cancel).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var paragraphs = document.MainDocumentPart!.Document!.Descendants<Paragraph>().Select(p => p.InnerText).ToList();
        Assert.Equal(["机关 city", "政府信息公开申请答复书", "鞍政公开〔2026〕1号", "钱学文："], paragraphs.Take(4));
        Assert.Contains(paragraphs, p => p.Contains("LNAS-2026-0001", StringComparison.Ordinal) && p.Contains("2026年1月5日", StringComparison.Ordinal));
        Assert.Contains(paragraphs, p => p == "部分公开。依据：《政府信息公开条例》(国务院令第711号)第三十七条。");
        Assert.Contains(paragraphs, p => p.Contains("1. 公开件.pdf", StringComparison.Ordinal) && p.Contains("第 3 页未予公开：涉及个人隐私（第十五条）", StringComparison.Ordinal) && !p.Contains("原件", StringComparison.Ordinal));
        Assert.Contains(paragraphs, p => p.Contains("60日内依法申请行政复议", StringComparison.Ordinal) && p.Contains("6个月内", StringComparison.Ordinal));
        Assert.Equal("2026年1月5日", paragraphs[^1]);
    }

    [Fact]
    public async Task An_operators_own_template_is_filled_by_its_tags()
    {
        using var document = await Open(await Answered(await Accepted()));
        Assert.Equal(["市政府", "你申请的信息予以公开，见附件。", "（盖章）"], document.MainDocumentPart!.Document!.Descendants<Paragraph>().Select(p => p.InnerText));
    }

    [Fact]
    public void A_template_that_cannot_be_used_is_named()
    {
        using var folder = new TemporaryFolder();
        var text = Path.Combine(folder.Path, "a.docx");
        System.IO.File.WriteAllText(text, "no");
        foreach (var (path, sentence) in new[] { (text, "is no DOCX"), (Path.Combine(folder.Path, "b.docx"), "there is no file"), (Template([]), "has no content control with the tag 'text'") })
        {
            var refused = Assert.Throws<InvalidOperationException>(() => new AnswerDocument(Options.Create(new RequestsOptions { AnswerTemplate = path })));
            Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        }
    }

    private static string OwnTemplate() => Template([AnswerDocument.Text]);

    private static string Template(IReadOnlyList<string> tags)
    {
        var path = Path.Combine(Folder.Path, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()) + ".docx");
        using var document = WordprocessingDocument.Create(path, DocumentFormat.OpenXml.WordprocessingDocumentType.Document);
        var body = new Body(new Paragraph(new Run(new Text(Lines[0]))));
        foreach (var tag in tags) body.Append(new SdtBlock(new SdtProperties(new Tag { Val = tag }), new SdtContentBlock(new Paragraph(new Run(new Text("…")), new Run(new Text("…"))))));
        body.Append(new Paragraph(new Run(new Text(Lines[1]))));
        document.AddMainDocumentPart().Document = new Document(body);
        return path;
    }

    private async Task<WordprocessingDocument> Open(V1.Application answered)
    {
        var content = await Officer.GetFileAsync(new() { Id = answered.Id, FileId = answered.Answer.DocumentFileId }, cancellationToken: Cancel);
        return WordprocessingDocument.Open(new MemoryStream(content.Content.ToByteArray(), writable: false), isEditable: false);
    }
}
