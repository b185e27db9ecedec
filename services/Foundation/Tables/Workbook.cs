using System.IO.Compression;
using System.Xml;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>
/// An Office Open XML workbook. Its parts are read as plain XML and not through the Open XML SDK, so that whatever a part may be made of is
/// bounded (depth, names, attributes, texts), a broken one can end in few known ways, and no object is made of every cell.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>The same in the strict form of the standard.</summary>
    private const string StrictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private const int MostRelationships = 10_000;

    private readonly Stream _file;
    private readonly bool _ownsFile;
    private readonly TableOptions _options;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ZipArchiveEntry> _partsOfSheets = [];
    private readonly List<TableSheet> _sheets = [];
    private ZipArchiveEntry? _strings;

    private Workbook(Stream file, bool ownsFile, TableOptions options, ZipArchive archive) => (_file, _ownsFile, _options, _archive) = (file, ownsFile, options, archive);

    public IReadOnlyList<TableSheet> Sheets => _sheets;

    public bool From1904 { get; private set; }

    public CellFormats Formats { get; private set; } = new();

    /// <exception cref="RefusedException">This is no workbook, or one that is not read.</exception>
    public static async Task<Workbook> Open(Stream content, TableOptions options, CancellationToken cancel)
    {
        var owned = content is not (FileStream or MemoryStream) || content.Position != 0;
        if (!owned && content.Length > options.LargestFile) throw TableRefusals.TooLarge(options.Field, options.LargestFile);
        var file = owned ? TemporaryFile() : content;
        try
        {
            if (owned) await new CountedStream(content, options).CopyToAsync(file, cancel);
            file.Position = 0;
            return Guarded(options, () => Of(file, owned, options));
        }
        catch
        {
            if (owned) await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The part of the sheet that the options name.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public ZipArchiveEntry Sheet()
    {
        var name = _options.Sheet.Trim();
        var sheet = name.Length == 0 ? _sheets.Find(s => !s.Hidden) : _sheets.Find(s => s.Name.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        return sheet is null ? throw TableRefusals.NoSheet(_options.Field, name, _sheets.Select(s => s.Name)) : _partsOfSheets[sheet.Name];
    }

    public SharedStrings Strings(CancellationToken cancel)
    {
        if (_strings is null) throw new InvalidDataException("There are no shared strings.");
        using var xml = PartXml.Open(_strings);
        return SharedStrings.Read(xml, _options.LongestCell, cancel);
    }

    public void Dispose()
    {
        _archive.Dispose();
        if (_ownsFile) _file.Dispose();
    }

    /// <summary>Whatever a broken archive or broken XML makes our readers say becomes a refusal.</summary>
    public static T Guarded<T>(TableOptions options, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException)
        {
            throw TableRefusals.BrokenXlsx(options.Field, e.Message);
        }
    }

    /// <summary>A file of no name: whatever becomes of the process, nothing stays behind.</summary>
    public static FileStream TemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), "sunshine-table-" + Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16);
        File.Delete(path);
        return file;
    }

    private static Workbook Of(Stream file, bool owned, TableOptions options)
    {
        var beginning = new byte[8];
        var count = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (count == 0) throw TableRefusals.Empty(options.Field);
        // With a password, a workbook is packed into a file of the old kind.
        if (beginning.AsSpan().SequenceEqual(Convert.FromHexString(CompoundFile.Signature)))
            throw CompoundFile.Look(file, ["EncryptedPackage"]) == Fits.No ? TableRefusals.OldXls(options.Field) : TableRefusals.Encrypted(options.Field);
        if (!Package.HasSmallDirectory(file)) throw TableRefusals.NotXlsx(options.Field);
        file.Position = 0;
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var book = new Workbook(file, owned, options, archive);
        try
        {
            book.ReadParts();
            return book;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private void ReadParts()
    {
        if (_archive.Entries.Count > _options.MostParts) throw TableRefusals.TooManyParts(_options.Field, _options.MostParts);
        var unpacked = 0L;
        foreach (var part in _archive.Entries)
        {
            // The archive's reader unpacks no more of a part than is announced here.
            if (part.Length > _options.LargestPart) throw TableRefusals.Unpacked(_options.Field, _options.LargestPart);
            if ((unpacked += part.Length) > _options.LargestUnpacked) throw TableRefusals.Unpacked(_options.Field, _options.LargestUnpacked);
            _parts.TryAdd(part.FullName.Replace('\\', '/').TrimStart('/'), part);
        }

        var main = Related("").FirstOrDefault(r => r.Type == "officeDocument").Target;
        if (main is null) throw TableRefusals.NotXlsx(_options.Field);
        if (main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)) throw TableRefusals.OldXls(_options.Field);
        var related = Related(main);
        _strings = related.Where(r => r.Type == "sharedStrings").Select(r => _parts.GetValueOrDefault(r.Target)).FirstOrDefault();
        if (related.FirstOrDefault(r => r.Type == "styles").Target is { } styles && _parts.TryGetValue(styles, out var part1))
        {
            using var xml = PartXml.Open(part1);
            Formats = CellFormats.Read(xml);
        }

        ReadMain(Part(main), related);
    }

    private void ReadMain(ZipArchiveEntry main, List<(string Id, string Type, string Target)> related)
    {
        var isWorkbook = false;
        using var xml = PartXml.Open(main);
        while (xml.Next())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml is { Depth: 0 }) isWorkbook = xml.LocalName == "workbook";
            if (xml.LocalName == "workbookPr") From1904 = xml.Flag("date1904");
            if (xml.LocalName != "sheet" || xml.GetAttribute("name") is not { } name) continue;
            var id = xml.GetAttribute("id", Relationships) ?? xml.GetAttribute("id", StrictRelationships);
            var target = related.FirstOrDefault(r => r.Id == id && r.Type == "worksheet").Target;
            // Charts and macros may have sheets of their own; they hold no table.
            if (target is null || !_partsOfSheets.TryAdd(name, Part(target))) continue;
            _sheets.Add(new TableSheet(name, xml.GetAttribute("state") is "hidden" or "veryHidden"));
        }

        if (!isWorkbook) throw TableRefusals.NotXlsx(_options.Field);
    }

    private ZipArchiveEntry Part(string name) => _parts.GetValueOrDefault(name) ?? throw new InvalidDataException($"There is no part {name}.");

    /// <summary>What a part, or the whole package, refers to inside of the package. The type is the last word of its name.</summary>
    private List<(string Id, string Type, string Target)> Related(string part)
    {
        var slash = part.LastIndexOf('/');
        var folder = part[..(slash + 1)];
        var found = new List<(string, string, string)>();
        if (!_parts.TryGetValue($"{folder}_rels/{part[(slash + 1)..]}.rels", out var list)) return found;
        using var xml = PartXml.Open(list);
        while (xml.Next())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship" || xml.GetAttribute("TargetMode") == "External") continue;
            if (found.Count == MostRelationships) throw new InvalidDataException($"More than {MostRelationships} relationships.");
            var type = xml.GetAttribute("Type") ?? "";
            found.Add((xml.GetAttribute("Id") ?? "", type[(type.LastIndexOf('/') + 1)..], Resolved(folder, xml.GetAttribute("Target") ?? "")));
        }

        return found;
    }

    private static string Resolved(string folder, string target)
    {
        var steps = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == "..") steps.RemoveRange(Math.Max(0, steps.Count - 1), Math.Min(1, steps.Count));
            else if (step != ".") steps.Add(step);
        }

        return string.Join('/', steps);
    }
}
