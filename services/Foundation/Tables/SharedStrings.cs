using System.Text;
using System.Xml;

namespace Sunshine.Foundation.Tables;

/// <summary>The texts that cells refer to by their number. The first are kept in memory, the rest in a temporary file.</summary>
internal sealed class SharedStrings : IDisposable
{
    /// <summary>In memory: characters.</summary>
    private const int MostCharacters = 16 * 1024 * 1024;

    private const int MostInMemory = 500_000;

    /// <summary>Of those in the file only the place is kept, 8 bytes each.</summary>
    private const int Most = 10_000_000;

    private readonly List<string?> _memory = [];
    private readonly List<long> _places = [];
    private FileStream? _file;

    /// <summary>Null if it is longer than a cell may be.</summary>
    /// <exception cref="InvalidDataException">There is no such text.</exception>
    public string? this[int number]
    {
        get
        {
            if (number < _memory.Count) return _memory[number];
            number -= _memory.Count;
            if (number >= _places.Count) throw new InvalidDataException("A cell refers to a text that does not exist.");
            var end = number + 1 < _places.Count ? _places[number + 1] : _file!.Length;
            var bytes = new byte[end - _places[number]];
            RandomAccess.Read(_file!.SafeFileHandle, bytes, _places[number]);
            // A single zero stands for what is too long: no text in XML can be one.
            return bytes is [0] ? null : Encoding.Unicode.GetString(bytes);
        }
    }

    public static SharedStrings Read(XmlReader xml, int longest, CancellationToken cancel)
    {
        var strings = new SharedStrings();
        try
        {
            var characters = 0L;
            while (xml.Next())
            {
                if (xml is not { NodeType: XmlNodeType.Element, LocalName: "si" }) continue;
                if (strings._memory.Count + strings._places.Count == Most) throw new InvalidDataException($"More than {Most} shared strings.");
                cancel.ThrowIfCancellationRequested();
                var text = xml.RichText(longest);
                characters += text?.Length ?? 0;
                if (strings._file is null && characters <= MostCharacters && strings._memory.Count < MostInMemory) strings._memory.Add(text);
                else strings.Append(text);
            }

            strings._file?.Flush();
            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Append(string? text)
    {
        _file ??= Workbook.TemporaryFile();
        _places.Add(_file.Position);
        _file.Write(text is null ? [0] : Encoding.Unicode.GetBytes(text));
    }
}
