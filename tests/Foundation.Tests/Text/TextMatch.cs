using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Text;

/// <summary>What a query means, in the plainest way: both engines must agree with it.</summary>
internal static class TextMatch
{
    public static bool Finds(string[] tokens, TextQuery query) => !query.IsEmpty && query.Terms.All(term => Finds(tokens, term));

    private static bool Finds(string[] tokens, TextQuery.Term term)
    {
        var wanted = term.Tokens.Split(' ');
        for (var at = 0; at + wanted.Length <= tokens.Length; at++)
        {
            if (wanted.Index().All(w => w.Index == wanted.Length - 1 && term.IsPrefix
                    ? tokens[at + w.Index].StartsWith(w.Item, StringComparison.Ordinal)
                    : tokens[at + w.Index] == w.Item))
                return true;
        }

        return false;
    }
}
