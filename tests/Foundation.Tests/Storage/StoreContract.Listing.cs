using CsCheck;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    public static TheoryData<string, bool> EveryField() =>
        [.. Notices.Collection.Fields.SelectMany(f => new TheoryDataRow<string, bool>[] { new(f.Name, false), new(f.Name, true) })];

    // Few different values, so that many are equal; the last two are in different orders by UTF-16 and by code point.
    private static readonly Gen<Notice> AnyNotice =
        from number in Gen.Int[0, 999_999]
        from agency in Gen.OneOf<string>("", "a", "B", "ab", "民政局", "财政局", "\uFF5E", "𠀀")
        from stage in Gen.Enum<NoticeStage>()
        from small in Gen.Int[-3, 3]
        from amount in Gen.OneOf<decimal>(0m, 1.5m, 1.50m, -0.0001m, 899_999_999_999_999.9999m, 10m, 9m)
        from day in Gen.Int[0, 3]
        from millisecond in Gen.Int[0, 2]
        select new Notice
        {
            Id = "",
            Agency = agency,
            Number = number % 3 == 0 ? null : $"{number % 3}-{number}",
            Stage = stage,
            Copies = small,
            Size = small * 3_000_000_000L,
            Open = small > 0,
            Amount = amount,
            Day = day == 0 ? null : new DateOnly(2016 + day, 1, day),
            At = new DateTimeOffset(1969 + day, 1, 1, 8, 0, 0, millisecond, TimeSpan.FromHours(8)),
            Decided = day == 0 ? null : new DateTimeOffset(2020, 1, day, 0, 0, 0, TimeSpan.Zero)
        };

    private static List<Notice> Sample(int count, uint seed = 1)
    {
        var pcg = new PCG(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var notice = AnyNotice.Generate(pcg, null, out _);
            return notice with { Id = $"{(i * 7919L) % 10_007:D5}", Number = notice.Number is null ? null : notice.Number + $"-{i}" };
        })];
    }

    private static List<Notice> Ordered(IEnumerable<Notice> notices, Field<Notice>? field, bool descending)
    {
        var ascending = notices.OrderBy(n => field?.Value(n) ?? "", CodePoints.Order).ThenBy(n => n.Id, StringComparer.Ordinal).ToList();
        if (descending) ascending.Reverse();
        return ascending;
    }

    [Theory]
    [MemberData(nameof(EveryField))]
    public async Task Lists_are_ordered_by_a_field_then_by_id(string name, bool descending)
    {
        var field = Notices.Collection.Fields.Single(f => f.Name == name);
        var notices = Sample(60);
        await SaveAll(notices);
        var listed = await ListAll(new ListQuery<Notice> { OrderBy = field, Descending = descending, Size = 7 });
        Assert.Equal(Ordered(notices, field, descending).Select(n => n.Id), listed.Select(n => n.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lists_without_a_field_are_ordered_by_id(bool descending)
    {
        var notices = Sample(60);
        await SaveAll(notices);
        var listed = await ListAll(new ListQuery<Notice> { Descending = descending, Size = 60 });
        Assert.Equal(Ordered(notices, null, descending).Select(n => n.Id), listed.Select(n => n.Id));
        Assert.Equal(listed.Select(n => n.Id), (await ListAll(new ListQuery<Notice> { Descending = descending, Size = 1 })).Select(n => n.Id));
    }

    [Theory]
    [MemberData(nameof(EveryField))]
    public async Task Equality_and_ranges_select_by_a_field(string name, bool descending)
    {
        var field = Notices.Collection.Fields.Single(f => f.Name == name);
        var notices = Sample(60);
        await SaveAll(notices);
        foreach (var value in notices.Select(field.Value).Distinct().ToList())
        {
            foreach (var comparison in Enum.GetValues<Comparison>())
            {
                var query = new ListQuery<Notice> { Where = [new Criterion<Notice>(field, comparison, value)], OrderBy = field, Descending = descending, Size = 9 };
                var expected = notices.Where(n => CodePoints.Order.Compare(field.Value(n), value) is var c
                    && (comparison == Comparison.Equal ? c == 0 : comparison == Comparison.AtLeast ? c >= 0 : c <= 0));
                var ids = Ordered(expected, field, descending).Select(n => n.Id).ToList();
                Assert.Equal(ids, (await ListAll(query)).Select(n => n.Id));
                Assert.Equal(ids.Count, await Documents.Count(query.Where, Cancel));
            }
        }
    }

    [Fact]
    public async Task Composite_index_answers_equalities_and_an_order()
    {
        var notices = Sample(200);
        await SaveAll(notices);
        foreach (var agency in notices.Select(n => n.Agency).Distinct())
        {
            foreach (var stage in Enum.GetValues<NoticeStage>())
            {
                var expected = notices.Where(n => n.Agency == agency && n.Stage == stage).ToList();
                IReadOnlyList<Criterion<Notice>> both = [Notices.Stage.Is(stage), Notices.Agency.Is(agency)];
                Assert.Equal(Ordered(expected, null, false).Select(n => n.Id), (await ListAll(new ListQuery<Notice> { Where = both, Size = 3 })).Select(n => n.Id));
                Assert.Equal(
                    Ordered(expected, Notices.At, true).Select(n => n.Id),
                    (await ListAll(new ListQuery<Notice> { Where = both, OrderBy = Notices.At, Descending = true, Size = 3 })).Select(n => n.Id));
                Assert.Equal(expected.Count, await Documents.Count(both, Cancel));
                var since = new DateTimeOffset(1971, 1, 1, 0, 0, 0, 1, TimeSpan.Zero);
                Assert.Equal(expected.Count(n => n.At >= since), await Documents.Count([.. both, Notices.At.AtLeast(since)], Cancel));
            }
        }
    }

    [Fact]
    public async Task Range_has_two_ends()
    {
        await SaveAll(Enumerable.Range(0, 30).Select(i => new Notice { Id = $"{i:D2}", Agency = "a", Day = new DateOnly(2020, 1, 1).AddDays(i) }));
        var query = new ListQuery<Notice>
        {
            Where = [Notices.Agency.Is("a"), Notices.Day.AtLeast(new DateOnly(2020, 1, 6)), Notices.Day.AtMost(new DateOnly(2020, 1, 10))],
            OrderBy = Notices.Day, Descending = true, Size = 2
        };
        Assert.Equal(["09", "08", "07", "06", "05"], (await ListAll(query)).Select(n => n.Id));
    }

    [Fact]
    public async Task Query_without_an_index_is_refused()
    {
        var undeclared = Field.Of<Notice, string>(x => x.Title);
        ListQuery<Notice>[] refused =
        [
            new() { Where = [Notices.Agency.Is("a"), Notices.Open.Is(true)], Size = 1 },
            new() { Where = [Notices.Agency.Is("a")], OrderBy = Notices.Copies, Size = 1 },
            new() { Where = [Notices.Stage.Is(NoticeStage.Draft)], OrderBy = Notices.Agency, Size = 1 },
            new() { Where = [Notices.Copies.AtLeast(1)], Size = 1 },
            new() { Where = [Notices.Copies.AtLeast(1)], OrderBy = Notices.Agency, Size = 1 },
            new() { Where = [undeclared.Is("a")], Size = 1 },
            new() { OrderBy = undeclared, Size = 1 }
        ];
        foreach (var query in refused) await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.List(query, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Documents.List(new ListQuery<Notice> { Size = 0 }, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.Count([Notices.Agency.Is("a"), Notices.Open.Is(true)], Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.Count([Notices.Copies.AtLeast(1), Notices.Size.AtMost(1)], Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.CountBy(undeclared, Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Value":"2020","Id":"a"}""")]
    public async Task Broken_place_is_refused(string after)
    {
        await Assert.ThrowsAsync<BadPlaceException>(() => Documents.List(new ListQuery<Notice> { OrderBy = Notices.Day, Size = 1, After = after }, Cancel));
        await Assert.ThrowsAsync<BadPlaceException>(() => Documents.Search(new SearchQuery<Notice> { Size = 1, After = after }, Cancel));
    }

    [Fact]
    public async Task Paging_meets_every_document_once_while_others_are_inserted()
    {
        var notices = Sample(100);
        await SaveAll(notices);
        var added = 0;
        var listed = await ListAll(
            new ListQuery<Notice> { OrderBy = Notices.Copies, Size = 9 },
            () => SaveAll(Sample(5, (uint)++added).Select((n, i) => n with { Id = $"new-{added}-{i}", Number = null })));
        Assert.Equal(Ordered(notices, Notices.Copies, false).Select(n => n.Id), listed.Where(n => n.Id[0] != 'n').Select(n => n.Id));
        Assert.Equal(listed.Count, listed.Select(n => n.Id).Distinct().Count());
    }

    [Fact]
    public async Task Counting_by_a_field_gives_its_values_as_text()
    {
        var notices = Sample(100);
        await SaveAll(notices);
        foreach (var field in Notices.Collection.Fields)
        {
            var expected = notices.GroupBy(n => Field<Notice>.Format(field.Value(n))).ToDictionary(g => g.Key, g => (long)g.Count());
            Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), (await Documents.CountBy(field, Cancel)).OrderBy(p => p.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Times_are_kept_to_the_millisecond_and_amounts_exactly()
    {
        var time = new DateTimeOffset(2026, 2, 3, 12, 0, 0, 123, TimeSpan.FromHours(8));
        await Save(new Notice { Id = "a", At = time.AddTicks(4567), Amount = 0.1m + 0.2m });
        Assert.Equal(1, await Documents.Count([Notices.At.Is(time)], Cancel));
        Assert.Equal(1, await Documents.Count([Notices.At.Is(time.AddTicks(1))], Cancel));
        Assert.Equal(0, await Documents.Count([Notices.At.Is(time.AddMilliseconds(1))], Cancel));
        Assert.Equal(1, await Documents.Count([Notices.Amount.Is(0.30m)], Cancel));
        var stored = (await Documents.Get("a", Cancel))!.Value;
        Assert.Equal((time.ToUnixTimeMilliseconds(), 0.3m), (stored.At.ToUnixTimeMilliseconds(), stored.Amount));
    }
}
