using System.Text;
using System.Text.RegularExpressions;

namespace Sunshine.Catalogue;

/// <summary>How index numbers (索引号) are formed and told from others. See <see cref="CatalogueOptions.IndexNumber"/>.</summary>
public sealed partial class IndexNumberScheme
{
    public const string National = "{organisation}/{year}-{serial:5}";

    private readonly IReadOnlyList<string> _parts;
    private readonly Regex _form;
    private readonly int _digits;

    private IndexNumberScheme(IReadOnlyList<string> parts, Regex form, int digits) => (_parts, _form, _digits) = (parts, form, digits);

    /// <summary>Whether the agency's organisation code is part of it; else its catalogue code is.</summary>
    public bool UsesOrganisation => _parts.Contains("{organisation}");

    /// <summary>The largest serial number that fits.</summary>
    public long Largest => (long)Math.Pow(10, _digits) - 1;

    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static IndexNumberScheme Parse(string pattern)
    {
        var parts = Parts().Matches(pattern).Select(m => m.Value).ToList();
        if (string.Concat(parts) != pattern) throw new FormatException($"'{pattern}' has an unclosed brace.");
        var form = new StringBuilder("^");
        var digits = 0;
        foreach (var part in parts)
        {
            switch (part)
            {
                case "{organisation}": form.Append("(?<organisation>[0-9A-Z]{8}[0-9X])"); break;
                case "{catalogue}": form.Append("[0-9A-Z]{1,20}"); break;
                case "{year}": form.Append("(?:19|20)[0-9]{2}"); break;
                case ['{', ..] when Serial().Match(part) is { Success: true } serial:
                    digits = int.Parse(serial.Groups[1].Value);
                    form.Append($"[0-9]{{{digits}}}");
                    break;
                case ['{', ..]: throw new FormatException($"'{part}' is not one of {{organisation}}, {{catalogue}}, {{year}}, {{serial:n}}.");
                default: form.Append(Regex.Escape(part)); break;
            }
        }

        if (digits == 0 || !parts[^1].StartsWith("{serial", StringComparison.Ordinal)) throw new FormatException("The pattern must end with {serial:n}, n from 1 to 9.");
        if (parts.Contains("{organisation}") == parts.Contains("{catalogue}")) throw new FormatException("The pattern must have either {organisation} or {catalogue}.");
        if (parts.Where(p => p[0] == '{').GroupBy(p => p[..2]).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"'{twice.First()}' may stand only once.");
        if (!parts.Contains("{year}")) throw new FormatException("The pattern must have {year}.");
        return new IndexNumberScheme(parts, new Regex(form.Append(@"\z").ToString(), RegexOptions.CultureInvariant), digits);
    }

    /// <summary>What stands before the serial number; serials are counted within it. Null if the agency lacks the code.</summary>
    public string? Prefix(Agency agency, int year)
    {
        var code = UsesOrganisation ? agency.OrganisationCode : agency.CatalogueCode;
        return code.Length == 0 ? null : string.Concat(_parts.SkipLast(1).Select(part => part switch
        {
            "{organisation}" or "{catalogue}" => code, "{year}" => year.ToString("0000"), _ => part
        }));
    }

    /// <param name="serial">From 1 to <see cref="Largest"/>.</param>
    public string Number(string prefix, long serial) => prefix + serial.ToString().PadLeft(_digits, '0');

    /// <summary>The opposite of <see cref="Number"/>.</summary>
    public (string Prefix, long Serial) Split(string number) => (number[..^_digits], long.Parse(number.AsSpan(number.Length - _digits)));

    public bool IsWellFormed(string number) => _form.IsMatch(number);

    /// <summary>False if the number contains an organisation code whose check character does not fit.</summary>
    public bool Checks(string number) => !UsesOrganisation || OrganisationCode.Checks(_form.Match(number).Groups["organisation"].Value);

    [GeneratedRegex(@"\{[^}]*\}|[^{]+")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^\{serial:([1-9])\}\z")]
    private static partial Regex Serial();
}
