using System.Buffers.Binary;
using System.Text;
using Sunshine.Foundation.Files;

namespace Sunshine.Catalogue.Tests;

/// <summary>What a file's name promises, and what its bytes are.</summary>
public sealed class AttachmentTypesTests
{
    public static TheoryData<string, byte[], string> Good => new()
    {
        { "a.pdf", AttachmentSamples.Pdf(), "application/pdf" },
        { "A.PDF", AttachmentSamples.Pdf(), "application/pdf" },
        { "预算.docx", AttachmentSamples.Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "a.ofd", AttachmentSamples.Ofd, "application/ofd" },
        { "a.doc", AttachmentSamples.Doc, "application/msword" },
        { "a.wps", AttachmentSamples.Doc, "application/vnd.ms-works" },
        { "a.xls", AttachmentSamples.Xls, "application/vnd.ms-excel" },
        { "a.et", AttachmentSamples.Xls, "application/vnd.ms-excel" },
        { "a.zip", AttachmentSamples.Docx, "application/zip" },
        { "a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "image/png" },
        { "a.webp", [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8], "image/webp" },
        { "a.mp4", [0, 0, 0, 0x18, .. "ftypisom"u8], "video/mp4" },
        { "a.txt", "鞍山市政府信息公开 < 2016\r\n"u8.ToArray(), "text/plain; charset=utf-8" },
        { "a.txt", [0xEF, 0xBB, 0xBF, .. "标题"u8], "text/plain; charset=utf-8" },
        { "a.csv", AttachmentSamples.Gbk("标题,日期\r\n通知,2016-09-26\r\n"), "text/csv; charset=gb18030" },
        { "a.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("字符跨越边界,", 20_000))), "text/csv; charset=utf-8" },
        { "a.csv", AttachmentSamples.Gbk("a" + string.Concat(Enumerable.Repeat("字符跨越边界,", 20_000))), "text/csv; charset=gb18030" }
    };

    public static TheoryData<string, byte[], Fits> Bad => new()
    {
        { "a.pdf", "<html><script>alert(1)</script></html>"u8.ToArray(), Fits.No },
        { "a.pdf", [], Fits.No },
        { "a.pdf", "%PD"u8.ToArray(), Fits.No },
        { "a.docx", AttachmentSamples.Doc, Fits.No },
        { "a.docx", AttachmentSamples.Ofd, Fits.No },
        { "a.docx", AttachmentSamples.Zip(("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY e 'e'>]><Types/>")), Fits.No },
        { "a.docx", AttachmentSamples.Docx[..^30], Fits.No },
        { "a.docx", [.. "PK\u0003\u0004"u8, .. new byte[100]], Fits.No },
        { "a.xlsx", AttachmentSamples.Docx, Fits.No },
        { "a.docx", AttachmentSamples.Docm, Fits.HasMacros },
        { "a.docx", AttachmentSamples.DocxWithProgram, Fits.HasMacros },
        { "a.doc", AttachmentSamples.Xls, Fits.No },
        { "a.doc", AttachmentSamples.DocWithMacros, Fits.HasMacros },
        { "a.doc", AttachmentSamples.Doc[..600], Fits.No },
        { "a.doc", AttachmentSamples.Doc[..8], Fits.No },
        { "a.txt", " \r\n <svg onload='x'/>"u8.ToArray(), Fits.No },
        { "a.txt", [0xEF, 0xBB, 0xBF, .. "<!DOCTYPE html>"u8], Fits.No },
        { "a.csv", [0x4D, 0x5A, 0x90, 0x00, 0x03], Fits.No },
        { "a.csv", [0xFF, 0xFF, 0xFF], Fits.No },
        { "a.csv", [.. "标题"u8, 0xE6], Fits.No },
        { "a.csv", [0xFF, 0xFE, 0x61, 0x00], Fits.No }
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Bytes_that_are_what_the_name_says(string name, byte[] bytes, string mediaType) =>
        Assert.Equal(new Finding(Fits.Yes, mediaType), await Sniff(name, bytes));

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Bytes_that_are_something_else(string name, byte[] bytes, Fits fits) => Assert.Equal(fits, (await Sniff(name, bytes)).Fits);

    [Theory]
    [InlineData("a.html")]
    [InlineData("a.htm")]
    [InlineData("a.svg")]
    [InlineData("a.xml")]
    [InlineData("a.js")]
    [InlineData("a.exe")]
    [InlineData("a.docm")]
    [InlineData("a.xlsm")]
    [InlineData("a.pdf.bat")]
    [InlineData("pdf")]
    [InlineData("")]
    public void What_could_run_is_not_on_the_list(string name) => Assert.Null(AttachmentTypes.OfName(name));

    [Fact]
    public async Task A_file_made_to_go_in_circles_is_refused_soon()
    {
        var circle = AttachmentSamples.Compound("Root Entry", "WordDocument");
        BinaryPrimitives.WriteInt32LittleEndian(circle.AsSpan(512 + 4), 1);
        var chain = AttachmentSamples.Compound("Root Entry", "WordDocument");
        BinaryPrimitives.WriteInt32LittleEndian(chain.AsSpan(48), 0x7FFFFFF0);

        Assert.Equal(Fits.No, (await Sniff("a.doc", circle)).Fits);
        Assert.Equal(Fits.No, (await Sniff("a.doc", chain)).Fits);
    }

    [Fact]
    public async Task An_archive_with_a_huge_list_of_entries_is_not_read()
    {
        var zip = AttachmentSamples.Zip([("[Content_Types].xml", "<Types/>"), .. Enumerable.Range(0, 60_000).Select(i => ($"{i:00000}-{new string('x', 50)}", ""))]);

        Assert.Equal(Fits.No, (await Sniff("a.docx", zip)).Fits);
    }

    private static Task<Finding> Sniff(string name, byte[] bytes) =>
        AttachmentTypes.Sniff(AttachmentTypes.OfName(name)!, new MemoryStream(bytes), TestContext.Current.CancellationToken);
}
