using MongoDB.Bson;
using MongoDB.Driver;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Mongo;
using Sunshine.Foundation.Text;
using Sunshine.Testing;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>What can be said of the MongoDB engine without a server: what it stores and what it asks.</summary>
public sealed class MongoMappingTests
{
    private static readonly Notice Full = new()
    {
        Id = "n1", Agency = "民政局", Number = "1", Stage = NoticeStage.Published, Copies = -3, Size = long.MaxValue, Open = true, Amount = 23_800_600.1250m,
        Day = new DateOnly(2016, 9, 26), At = new DateTimeOffset(2016, 9, 26, 1, 2, 3, 456, TimeSpan.Zero), Title = "公开", Body = "政府公开",
        Topics = ["财政", "教育", "财政", ""], Attachments = [new Attachment("附件.pdf", 12)]
    };

    public MongoMappingTests() => Mapping.Ensure();

    [Fact]
    public void Records_come_back_as_they_were_written()
    {
        foreach (var notice in new[] { Full, new Notice { Id = "empty" } })
        {
            var read = Mapping.Read<Notice>(ThroughBytes(Mapping.Write(notice)));
            Assert.Equivalent(notice, read, strict: true);
            Assert.Equal(notice with { Topics = [], Attachments = [] }, read with { Topics = [], Attachments = [] });
        }

        var crash = CrashDocument.Make("a", 1, "w", "公开");
        Assert.Equal(crash, Mapping.Read<CrashDocument>(ThroughBytes(Mapping.Write(crash))));
    }

    [Fact]
    public void Records_are_native_BSON()
    {
        var bson = Mapping.Write(Full);
        Assert.Equal(BsonType.DateTime, bson["day"].BsonType);
        Assert.Equal(BsonType.DateTime, bson["at"].BsonType);
        Assert.Equal(BsonType.Decimal128, bson["amount"].BsonType);
        Assert.Equal("Published", bson["stage"].AsString);
        Assert.Equal("n1", bson["id"].AsString);
        Assert.Equal(BsonNull.Value, bson["decided"]);
        Assert.Equal(new BsonDocument { ["name"] = "附件.pdf", ["length"] = 12L }, bson["attachments"][0]);
    }

    [Fact]
    public void Unknown_members_are_ignored_and_missing_ones_have_their_default()
    {
        var read = Mapping.Read<Notice>(new BsonDocument { ["id"] = "a", ["later"] = 1 });
        Assert.Equal(("a", "", 0), (read.Id, read.Agency, read.Topics.Count));
    }

    [Fact]
    public void Every_field_value_is_kept()
    {
        foreach (var notice in new[] { Full, new Notice { Id = "empty" } })
        {
            foreach (var field in Notices.Collection.Fields)
                Assert.Equal(field.Value(notice), Mapping.Value(Mapping.Value(field.Value(notice)), field.Kind));
        }
    }

    [Fact]
    public void Fields_facets_and_tokens_stand_beside_the_record()
    {
        var parts = new Parts<Notice>(Notices.Collection).Of(Full);
        Assert.Equal(["doc", "f", "s", "t"], parts.Names);
        Assert.Equal(
            BsonDocument.Parse(
                """
                { agency: "民政局", number: "1", stage: "Published", copies: NumberLong(-3), size: NumberLong("9223372036854775807"), open: NumberLong(1),
                  amount: NumberDecimal("23800600.1250"), day: ISODate("2016-09-26T00:00:00Z"), at: ISODate("2016-09-26T01:02:03.456Z"),
                  decided: ISODate("0001-01-01T00:00:00Z") }
                """),
            parts["f"]);
        Assert.Equal(
            BsonDocument.Parse("""{ day: ISODate("2016-09-26T00:00:00Z"), facets: { agency: [{ v: "民政局", n: 1 }], topic: [{ v: "财政", n: 2 }, { v: "教育", n: 1 }] } }"""),
            parts["s"]);
        Assert.Equal(
            new BsonDocument { ["heading"] = "公开 开 ¶ 1", ["text"] = "政府 府公 公开 开 ¶ 民政 政局 局", ["chars"] = "公 局 府 开 政 民" },
            parts["t"]);
    }

    [Fact]
    public void Lists_are_filtered_by_fields_and_go_on_after_a_place()
    {
        var query = new ListQuery<Notice> { Where = [Notices.Agency.Is("a"), Notices.Day.AtLeast(new DateOnly(2020, 1, 1))], OrderBy = Notices.Day, Descending = true, Size = 5 };
        Assert.Equal(
            BsonDocument.Parse(
                """
                { $and: [{ rev: { $gt: NumberLong(0) } }, { "f.agency": { $eq: "a" } }, { "f.day": { $gte: ISODate("2020-01-01T00:00:00Z") } },
                  { $or: [{ "f.day": { $lt: ISODate("2020-02-03T00:00:00Z") } }, { "f.day": ISODate("2020-02-03T00:00:00Z"), _id: { $lt: "x" } }] }] }
                """),
            Queries.List(query, new Place("2020-02-03", "x")));
        Assert.Equal(BsonDocument.Parse("""{ "f.day": -1, _id: -1 }"""), Queries.Order(query));

        var byId = new ListQuery<Notice> { Size = 5 };
        Assert.Equal(BsonDocument.Parse("""{ $and: [{ rev: { $gt: NumberLong(0) } }, { _id: { $gt: "x" } }] }"""), Queries.List(byId, new Place("", "x")));
        Assert.Equal(BsonDocument.Parse("{ _id: 1 }"), Queries.Order(byId));
    }

    [Fact]
    public void Searches_ask_the_text_index_and_compare_whole_words()
    {
        var query = new SearchQuery<Notice>
        {
            Text = TextQuery.Parse("政办发〔2016〕91号 公开"), Filters = [Notices.ByAgency.In("a", "b")], From = new DateOnly(2020, 1, 1), To = new DateOnly(2020, 1, 2), Size = 5
        };
        Assert.Equal(
            BsonDocument.Parse(
                """
                { $and: [{ $text: { $search: "\"政办 办发 发 2016 91 号\" \"公开\"" } }, { rev: { $gt: NumberLong(0) } },
                  { $or: [{ "t.heading": /(^| )政办\ 办发\ 发\ 2016\ 91\ 号/ }, { "t.text": /(^| )政办\ 办发\ 发\ 2016\ 91\ 号/ }] },
                  { $or: [{ "t.heading": /(^| )公开( |$)/ }, { "t.text": /(^| )公开( |$)/ }] },
                  { "s.facets.agency.v": { $in: ["a", "b"] } },
                  { "s.day": { $gte: ISODate("2020-01-01T00:00:00Z") } }, { "s.day": { $lte: ISODate("2020-01-02T00:00:00Z") } }] }
                """),
            Queries.Matches(query));
    }

    [Fact]
    public void Pages_of_the_newest_go_on_by_day_and_number()
    {
        var seq = ObjectId.Parse("65b1d1f0a1b2c3d4e5f60718");
        var after = SearchPlace.Parse(new SearchPlace(7, 0, 86_400_000, $"{seq}").ToString());
        var pipeline = Queries.Page(new SearchQuery<Notice> { Size = 5 }, after);
        Assert.Equal(
            [
                BsonDocument.Parse("{ $match: { $and: [{ rev: { $gt: NumberLong(0) } }] } }"),
                BsonDocument.Parse(
                    """
                    { $match: { $or: [{ "s.day": { $lt: ISODate("1970-01-02T00:00:00Z") } },
                      { "s.day": ISODate("1970-01-02T00:00:00Z"), seq: { $lt: ObjectId("65b1d1f0a1b2c3d4e5f60718") } }] } }
                    """),
                BsonDocument.Parse("""{ $sort: { "s.day": -1, seq: -1 } }"""),
                BsonDocument.Parse("{ $limit: 6 }"),
                BsonDocument.Parse("""{ $project: { rev: 1, doc: 1, "s.day": 1, seq: 1, score: 1 } }""")
            ],
            pipeline);
    }

    [Fact]
    public void Pages_by_relevance_go_on_by_score_first()
    {
        var after = new SearchPlace(7, 1.1000000000000001, 0, "65b1d1f0a1b2c3d4e5f60718");
        var pipeline = Queries.Page(new SearchQuery<Notice> { Text = TextQuery.Parse("公开"), Order = SearchOrder.Relevance, Size = 5 }, SearchPlace.Parse(after.ToString()));
        Assert.Equal(BsonDocument.Parse("""{ $set: { score: { $meta: "textScore" } } }"""), pipeline[1]);
        Assert.Equal(BsonDocument.Parse("{ score: { $lt: 1.1000000000000001 } }"), pipeline[2]["$match"]["$or"][0]);
        Assert.Equal(["score", "s.day", "seq"], pipeline[2]["$match"]["$or"][2].AsBsonDocument.Names);
        Assert.Equal(BsonDocument.Parse("""{ $sort: { score: -1, "s.day": -1, seq: -1 } }"""), pipeline[3]);
    }

    [Fact]
    public void Counts_are_made_in_one_pass()
    {
        var pipeline = Queries.Counts(new SearchQuery<Notice> { Size = 0, Count = [Notices.ByTopic] });
        Assert.Equal(
            BsonDocument.Parse(
                """
                { $facet: { total: [{ $count: "n" }], c0: [{ $unwind: "$s.facets.topic" },
                  { $group: { _id: "$s.facets.topic.v", documents: { $sum: NumberLong(1) }, occurrences: { $sum: "$s.facets.topic.n" } } }] } }
                """),
            pipeline[^1]);
    }

    [Fact]
    public void Due_events_are_asked_for_oldest_first()
    {
        var pipeline = MongoOutbox.DuePipeline(DateTimeOffset.UnixEpoch, 3);
        Assert.Equal(
            BsonDocument.Parse("""{ $match: { "_events.n": { $exists: true }, _events: { $elemMatch: { due: { $lte: ISODate("1970-01-01T00:00:00Z") } } } } }"""),
            pipeline[0]);
        Assert.Equal(["$match", "$sort", "$limit", "$project", "$unwind", "$match", "$sort", "$limit"], pipeline.Select(p => p.Names.Single()));
    }

    [Fact]
    public void Declared_indexes_cover_fields_search_and_events()
    {
        using var client = new MongoClient("mongodb://localhost:1");
        var declaration = new Declaration<Notice>(client.GetDatabase("none"), Notices.Collection);
        var indexes = declaration.Indexes().ToDictionary(i => i.Options.Name);
        Assert.Equal(indexes.Count, Notices.Collection.Fields.Count + 1 + Notices.Collection.Indexes.Count + 2 + 1 + 2 + 1);
        var unique = (CreateIndexOptions<BsonDocument>)indexes["unique_number"].Options;
        Assert.True(unique.Unique);
        Assert.Equal(BsonDocument.Parse("""{ "f.number": { $gt: "" } }"""), Rendered(unique.PartialFilterExpression));
        Assert.True(indexes["events"].Options.Sparse);
        Assert.Equal(BsonDocument.Parse("""{ "f.agency": 1, "f.stage": 1, "f.at": 1, _id: 1 }"""), Keys(indexes["by_agency_stage_at"]));
        Assert.Equal(BsonDocument.Parse("""{ "s.facets.topic.v": 1, "s.day": -1, seq: -1 }"""), Keys(indexes["newest_topic"]));
        Assert.Equal(("none", 8), (indexes["text"].Options.DefaultLanguage, indexes["text"].Options.Weights["t.heading"].AsInt32));
    }

    [Fact]
    public void Taken_field_is_read_from_the_name_of_its_index()
    {
        using var client = new MongoClient("mongodb://localhost:1");
        var declaration = new Declaration<Notice>(client.GetDatabase("none"), Notices.Collection);
        Assert.Equal("number", declaration.TakenField("E11000 duplicate key error collection: s.notices index: unique_number dup key: { f.number: \"1\" }"));
        Assert.Null(declaration.TakenField("E11000 duplicate key error collection: s.notices index: _id_ dup key: { _id: \"unique_number\" }"));
    }

    private static BsonDocument ThroughBytes(BsonDocument document) => MongoDB.Bson.Serialization.BsonSerializer.Deserialize<BsonDocument>(document.ToBson());

    private static BsonDocument Keys(CreateIndexModel<BsonDocument> index) => index.Keys.Render(Args());

    private static BsonDocument Rendered(FilterDefinition<BsonDocument> filter) => filter.Render(Args());

    private static RenderArgs<BsonDocument> Args() =>
        new(MongoDB.Bson.Serialization.Serializers.BsonDocumentSerializer.Instance, MongoDB.Bson.Serialization.BsonSerializer.SerializerRegistry);
}
