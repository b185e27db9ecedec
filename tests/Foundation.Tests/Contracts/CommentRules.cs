using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Sunshine.Foundation.Tests.Contracts;

internal static partial class CommentRules
{
    private static readonly HashSet<string> Empty = ["a", "an", "the", "its", "this", "that", "of", "for", "to", "is", "one", "required", "optional", "output", "only", "immutable"];

    public static IEnumerable<string> Present(Contract contract) =>
        from declared in Declared(contract)
        where contract.Comment(declared).Length == 0
        select $"{declared.FullName}: no comment";

    public static IEnumerable<string> SaysMore(Contract contract) =>
        from declared in Declared(contract)
        let comment = contract.Comment(declared)
        where comment.Length > 0 && Words(comment).Where(w => !Empty.Contains(w)).All(Words(declared.Name).Contains)
        select $"{declared.FullName}: says no more than the name: {comment}";

    private static IEnumerable<IDescriptor> Declared(Contract contract) =>
    [
        .. contract.Messages, .. contract.Fields, .. contract.Messages.SelectMany(m => m.Oneofs).Where(o => !o.IsSynthetic),
        .. contract.Enums, .. contract.Enums.SelectMany(e => e.Values),
        .. contract.Services, .. contract.Rpcs, .. contract.Files.SelectMany(f => f.Extensions.UnorderedExtensions)
    ];

    /// <summary>Words in lower case and without a plural's s; a name's are told apart by its capitals and underscores.</summary>
    private static HashSet<string> Words(string text) =>
        [.. Word().Matches(text).Select(m => m.Value.ToLowerInvariant()).Select(w => w.Length > 2 ? w.TrimEnd('s') : w)];

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\p{Lo}+|[0-9]+")]
    private static partial Regex Word();
}
