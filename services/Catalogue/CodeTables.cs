using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>The tables of codes that items are classified by. They are data: cities differ.</summary>
public static partial class CodeTables
{
    public static readonly Table SubjectCategories = Load("subject-categories");
    public static readonly Table Genres = Load("genres");
    public static readonly Table KeyAreas = Load("key-areas");

    public static readonly IReadOnlyList<Table> All = [SubjectCategories, Genres, KeyAreas];

    private static Table Load(string id) => new(id, CodeFile.Load(typeof(CodeTables), id, Json.Default.TableFile));

    public sealed class Table
    {
        private readonly Dictionary<string, Code> _byCode;

        internal Table(string id, TableFile file)
        {
            Id = id;
            Name = file.Name;
            Codes = [.. file.Codes.OrderBy(c => c.Value, StringComparer.Ordinal)];
            _byCode = Codes.ToDictionary(c => c.Value);
        }

        public string Id { get; }

        public string Name { get; }

        public IReadOnlyList<Code> Codes { get; }

        public bool Contains(string code) => _byCode.ContainsKey(code);

        /// <summary>Empty for a code that is not there.</summary>
        public string NameOf(string code) => _byCode.TryGetValue(code, out var found) ? found.Name : "";

        /// <summary>The code and those directly below it.</summary>
        public IReadOnlyList<string> WithChildren(string code) => [code, .. Codes.Where(c => c.Parent == code).Select(c => c.Value)];
    }

    public sealed record Code([property: JsonPropertyName("code")] string Value, string Name, string Parent = "");

    internal sealed record TableFile(string Name, IReadOnlyList<Code> Codes);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(TableFile))]
    private sealed partial class Json : JsonSerializerContext;
}
