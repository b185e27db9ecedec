using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Sunshine.Requests;

/// <summary>The answer document's built-in template: an official letter on A4 whose variable parts are content controls.</summary>
public static class AnswerTemplate
{
    /// <summary>In half points: 三号 is 16 pt, 二号 22 pt.</summary>
    private const string BodySize = "32";
    private const string TitleSize = "44";
    private const string BodyFont = "仿宋";
    private const string TitleFont = "黑体";

    /// <summary>Two characters of the body, in twentieths of a point.</summary>
    private const string Indent = "640";

    public static byte[] BuiltIn()
    {
        using var bytes = new MemoryStream();
        using (var document = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new Document(new Body(
                Line(JustificationValues.Center, TitleFont, TitleSize, Control(AnswerDocument.Agency)),
                Line(JustificationValues.Center, TitleFont, TitleSize, Fixed("政府信息公开申请答复书")),
                Line(JustificationValues.Right, BodyFont, BodySize, Control(AnswerDocument.Number)),
                Line(JustificationValues.Left, BodyFont, BodySize, Control(AnswerDocument.Applicant), Fixed("：")),
                Indented(Fixed("你（单位）提出的政府信息公开申请（登记编号："), Control(AnswerDocument.ReceiptNumber), Fixed("）本机关于"), Control(AnswerDocument.ReceivedOn), Fixed("收到。申请内容：")),
                Indented(Control(AnswerDocument.Wanted)),
                Indented(Fixed("经审查，本机关答复如下：")),
                Indented(Control(AnswerDocument.Outcome), Fixed("。"), Control(AnswerDocument.Basis)),
                Indented(Control(AnswerDocument.Text)),
                Indented(Control(AnswerDocument.Files)),
                Indented(Control(AnswerDocument.Remedies)),
                Line(JustificationValues.Right, BodyFont, BodySize, Control(AnswerDocument.Agency)),
                Line(JustificationValues.Right, BodyFont, BodySize, Control(AnswerDocument.Date)),
                new SectionProperties(
                    new PageSize { Width = 11906, Height = 16838 }, new PageMargin { Top = 2098, Bottom = 1984, Left = 1588, Right = 1474, Header = 851, Footer = 992 })));
            document.PackageProperties.Title = "政府信息公开申请答复书";
        }

        return bytes.ToArray();
    }

    private static Paragraph Line(JustificationValues justification, string font, string size, params OpenXmlElement[] parts) =>
        Paragraph(new ParagraphProperties(new SpacingBetweenLines { Line = "560", LineRule = LineSpacingRuleValues.Exact }, new Justification { Val = justification }), font, size, parts);

    private static Paragraph Indented(params OpenXmlElement[] parts) => Paragraph(
        new ParagraphProperties(new SpacingBetweenLines { Line = "560", LineRule = LineSpacingRuleValues.Exact }, new Indentation { FirstLine = Indent }), BodyFont, BodySize, parts);

    private static Paragraph Paragraph(ParagraphProperties properties, string font, string size, OpenXmlElement[] parts)
    {
        var paragraph = new Paragraph(properties);
        foreach (var part in parts)
        {
            foreach (var run in part.Descendants<Run>().Concat(part is Run own ? [own] : []))
                run.RunProperties = new RunProperties(new RunFonts { Ascii = font, HighAnsi = font, EastAsia = font }, new FontSize { Val = size });
            paragraph.Append(part);
        }

        return paragraph;
    }

    private static Run Fixed(string text) => new(new Text(text));

    private static SdtRun Control(string tag) => new(new SdtProperties(new Tag { Val = tag }, new SdtAlias { Val = tag }), new SdtContentRun(new Run(new Text(tag))));
}
