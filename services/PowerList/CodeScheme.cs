using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>How codes of powers are made (职权编码规则): one of the schemes in <c>Codes/code-schemes.json</c>.</summary>
public sealed class CodeScheme
{
    private static readonly string[] Known = ["region", "organ", "kind", "mainItem", "subItem", "level"];

    private readonly Regex _pattern;
    private readonly IReadOnlyDictionary<string, V1.PowerKind> _kinds;

    private CodeScheme(Scheme scheme, IReadOnlyDictionary<string, V1.PowerKind> kinds)
    {
        (Name, Example, _kinds) = (scheme.Name, scheme.Example, kinds);
        if (scheme.Parts.FirstOrDefault(p => !Known.Contains(p.Name)) is { } unknown) throw new InvalidOperationException($"Code scheme {scheme.Id} has a part {unknown.Name}, which nothing reads.");
        var parts = scheme.Parts.Select(p => $"(?<{p.Name}>{p.Pattern ?? string.Join('|', kinds.Keys)})");
        _pattern = new Regex($"^{string.Join(scheme.Separator is { } separator ? $"{Regex.Escape(separator)}?" : "", parts)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (Parse(Example) is null) throw new InvalidOperationException($"The example of code scheme {scheme.Id} does not follow it.");
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>A code that follows it.</summary>
    public string Example { get; }

    /// <exception cref="InvalidOperationException">There is no such scheme.</exception>
    public static CodeScheme Named(string id)
    {
        var file = CodeFile.Load(typeof(CodeScheme), "code-schemes", CodesJson.Default.CodeSchemes);
        var scheme = file.Schemes.SingleOrDefault(s => s.Id == id)
            ?? throw new InvalidOperationException($"Powers:CodeScheme is {id}, which is none of: {string.Join(", ", file.Schemes.Select(s => s.Id))}.");
        return new CodeScheme(scheme, file.Kinds[scheme.Kinds].Codes.ToDictionary(k => k.Key, k => Enum.Parse<V1.PowerKind>(k.Value, ignoreCase: true)));
    }

    /// <summary>A code taken apart; null if it does not follow the scheme.</summary>
    public V1.PowerCode? Parse(string code)
    {
        if (_pattern.Match(code) is not { Success: true } found) return null;
        return new V1.PowerCode
        {
            Kind = found.Groups["kind"].Value, MainItem = found.Groups["mainItem"].Value, SubItem = found.Groups["subItem"].Value, Level = found.Groups["level"].Value,
            Region = found.Groups["region"].Value, Organ = found.Groups["organ"].Value
        };
    }

    /// <summary>The kind that a code taken apart tells of; unspecified if the scheme's codes tell none.</summary>
    public V1.PowerKind KindOf(V1.PowerCode code) => _kinds.GetValueOrDefault(code.Kind);

    /// <summary>What two codes have in common when they mean the same power of different agencies: kind, main item and sub-item.</summary>
    public string? Basic(string code) => Parse(code) is { } parts ? $"{parts.Kind} {parts.MainItem} {parts.SubItem}" : null;

    internal sealed record Document(string Remark, Dictionary<string, KindCodes> Kinds, IReadOnlyList<Scheme> Schemes);

    internal sealed record KindCodes(string Mark, Dictionary<string, string> Codes);

    internal sealed record Scheme(string Id, string Name, string Mark, string Kinds, string Example, IReadOnlyList<Part> Parts, string? Separator = null);

    internal sealed record Part(string Name, string? Pattern = null);
}

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CodeScheme.Document), TypeInfoPropertyName = "CodeSchemes")]
internal sealed partial class CodesJson : JsonSerializerContext;
