using System.Text.RegularExpressions;
using MongoDB.Bson;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>The seam's queries in MongoDB's language.</summary>
internal static class Queries
{
    /// <summary>Deleted documents whose events still wait have revision 0 and nothing else.</summary>
    private static readonly BsonDocument Alive = new("rev", new BsonDocument("$gt", 0L));

    public static BsonDocument All(IEnumerable<BsonDocument> clauses) => new("$and", new BsonArray(clauses));

    public static BsonDocument Where<T>(IReadOnlyList<Criterion<T>> where) where T : class => All([Alive, .. where.Select(Clause)]);

    public static BsonDocument List<T>(ListQuery<T> query, Place? after) where T : class
    {
        var clauses = new List<BsonDocument> { Alive };
        clauses.AddRange(query.Where.Select(Clause));
        var beyond = query.Descending ? "$lt" : "$gt";
        if (after is not null && query.OrderBy is null)
        {
            clauses.Add(new BsonDocument("_id", new BsonDocument(beyond, after.Id)));
        }
        else if (after is not null)
        {
            clauses.Add(Beyond([(Path(query.OrderBy!), beyond, Mapping.Value(query.OrderBy!.Parse(after.Value))), ("_id", beyond, after.Id)]));
        }

        return All(clauses);
    }

    public static BsonDocument Order<T>(ListQuery<T> query) where T : class
    {
        var direction = query.Descending ? -1 : 1;
        var order = new BsonDocument();
        if (query.OrderBy is not null) order[Path(query.OrderBy)] = direction;
        order["_id"] = direction;
        return order;
    }

    public static BsonDocument[] CountBy<T>(Field<T> field) where T : class =>
    [
        new("$match", Alive),
        new("$group", new BsonDocument { ["_id"] = "$" + Path(field), ["n"] = new BsonDocument("$sum", 1L) })
    ];

    /// <summary>All matches of a search. The text index is asked first, then the words are compared where they stand.</summary>
    public static BsonDocument Matches<T>(SearchQuery<T> query) where T : class
    {
        var clauses = new List<BsonDocument> { Alive };
        if (query.Text is { } text)
        {
            // Phrases in quotes must all occur; without quotes any would do.
            clauses.Insert(0, new BsonDocument("$text", new BsonDocument("$search", string.Join(' ', text.Terms.Select(t => $"\"{t.Tokens}\"")))));
            clauses.AddRange(text.Terms.Select(Exactly));
        }

        clauses.AddRange(query.Filters.Select(f => new BsonDocument($"s.facets.{f.Facet.Name}.v", new BsonDocument("$in", new BsonArray(f.Values)))));
        if (query.From is { } from) clauses.Add(new BsonDocument("s.day", new BsonDocument("$gte", Mapping.Day(from))));
        if (query.To is { } to) clauses.Add(new BsonDocument("s.day", new BsonDocument("$lte", Mapping.Day(to))));
        return All(clauses);
    }

    /// <summary>
    /// One page and one more. A text score depends on the document and the query alone, so that score, day and seq are a stable place to go
    /// on from.
    /// </summary>
    public static BsonDocument[] Page<T>(SearchQuery<T> query, SearchPlace? after) where T : class
    {
        var scored = IsScored(query);
        var order = new BsonDocument { ["s.day"] = -1, ["seq"] = -1 };
        if (scored) order.InsertAt(0, new BsonElement("score", -1));
        var pipeline = new List<BsonDocument> { new("$match", Matches(query)) };
        if (scored) pipeline.Add(new BsonDocument("$set", new BsonDocument("score", new BsonDocument("$meta", "textScore"))));
        if (after is not null)
        {
            List<(string, string, BsonValue)> parts = [("s.day", "$lt", new BsonDateTime(after.Day)), ("seq", "$lt", ObjectId.Parse(after.Seq))];
            if (scored) parts.Insert(0, ("score", "$lt", after.Score));
            pipeline.Add(new BsonDocument("$match", Beyond(parts)));
        }

        pipeline.Add(new BsonDocument("$sort", order));
        pipeline.Add(new BsonDocument("$limit", query.Size + 1));
        pipeline.Add(new BsonDocument("$project", new BsonDocument { ["rev"] = 1, ["doc"] = 1, ["s.day"] = 1, ["seq"] = 1, ["score"] = 1 }));
        return [.. pipeline];
    }

    public static bool IsScored<T>(SearchQuery<T> query) where T : class => query is { Text: not null, Order: SearchOrder.Relevance };

    /// <summary>The total and, for each facet to count, the values, in one pass over the matches.</summary>
    public static BsonDocument[] Counts<T>(SearchQuery<T> query) where T : class
    {
        var facets = new BsonDocument("total", new BsonArray { new BsonDocument("$count", "n") });
        for (var i = 0; i < query.Count.Count; i++)
        {
            var path = "$s.facets." + query.Count[i].Name;
            facets[$"c{i}"] = new BsonArray
            {
                new BsonDocument("$unwind", path),
                new BsonDocument("$group", new BsonDocument
                {
                    ["_id"] = path + ".v", ["documents"] = new BsonDocument("$sum", 1L), ["occurrences"] = new BsonDocument("$sum", path + ".n")
                })
            };
        }

        return [new("$match", Matches(query)), new("$project", new BsonDocument("s", 1)), new("$facet", facets)];
    }

    private static string Path<T>(Field<T> field) where T : class => "f." + field.Name;

    private static BsonDocument Clause<T>(Criterion<T> criterion) where T : class => new(
        Path(criterion.Field),
        new BsonDocument(criterion.Comparison switch { Comparison.Equal => "$eq", Comparison.AtLeast => "$gte", _ => "$lte" }, Mapping.Value(criterion.Value)));

    /// <summary>What comes after a place in an order of several parts.</summary>
    private static BsonDocument Beyond(List<(string Path, string Than, BsonValue Value)> parts)
    {
        var cases = new BsonArray();
        for (var i = 0; i < parts.Count; i++)
        {
            var one = new BsonDocument(parts.Take(i).Select(p => new BsonElement(p.Path, p.Value)));
            one[parts[i].Path] = new BsonDocument(parts[i].Than, parts[i].Value);
            cases.Add(one);
        }

        return new BsonDocument("$or", cases);
    }

    /// <summary>
    /// A quoted phrase of MongoDB is any part of the text, also of a word, in any case; a term stands at the borders of words.
    /// </summary>
    private static BsonDocument Exactly(TextQuery.Term term)
    {
        var pattern = new BsonRegularExpression($"(^| ){Regex.Escape(term.Tokens)}{(term.IsPrefix ? "" : "( |$)")}");
        return new BsonDocument("$or", new BsonArray { new BsonDocument("t.heading", pattern), new BsonDocument("t.text", pattern) });
    }
}
