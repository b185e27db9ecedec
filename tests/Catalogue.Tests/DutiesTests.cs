using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>Twenty working days from the day something was formed or changed (2019 regulation, art. 26).</summary>
public sealed class DutiesTests : EditingTest
{
    [Theory]
    [InlineData("2016-09-26", "2016-10-27")] // over National Day, whose make-up days were 8 and 9 October
    [InlineData("2026-01-05", "2026-02-02")]
    [InlineData("2008-04-30", "")] // before there was a regulation
    [InlineData("", "")]
    public async Task A_draft_is_due_twenty_working_days_after_it_was_formed(string formed, string due)
    {
        var content = NewContent();
        content.FormedOn = formed;
        Assert.Equal(due, (await Create(content)).DueOn);
    }

    [Fact]
    public async Task An_amendment_is_due_by_the_day_the_information_changed()
    {
        var item = await Published();
        var draft = await Editor.ReviseItemAsync(new() { Id = item.Id }, cancellationToken: Cancel);
        Assert.Equal("", draft.DueOn);
        draft.ChangedOn = "2026-01-05";
        Assert.Equal("2026-02-02", (await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "changed_on" } } }, cancellationToken: Cancel)).DueOn);
    }

    [Fact]
    public async Task Overdue_drafts_are_listed_by_their_due_day_page_by_page_and_those_that_are_withheld_are_not()
    {
        int[] formed = [20, 19, 18, 17, 14, 13, 12];
        for (var i = 0; i < formed.Length; i++)
        {
            var content = NewContent($"第{i}份");
            content.FormedOn = $"2025-11-{formed[i]}";
            await Create(content, $"r{i}", i % 2 == 0 ? "county-1" : "city");
        }

        var restricted = await Create(Late(), "restricted");
        restricted = await Editor.SubmitDraftAsync(new() { Id = restricted.Id }, cancellationToken: Cancel);
        await Reviewer.ReviewDraftAsync(new()
        {
            Id = restricted.Id, Etag = restricted.Etag, Decision = ReviewDecision.Restrict, Opinion = "内部", Mode = DisclosureMode.Withheld, Ground = RestrictionGround.Internal, LegalBasis = "第十六条"
        }, cancellationToken: Cancel);
        await Create(NewContent("未到期"), "not yet");

        Assert.Equal(["第6份", "第5份", "第4份", "第3份", "第2份", "第1份", "第0份"], await Overdue(Editor, new() { PageSize = 2 }));
        Assert.Equal(["第6份", "第4份", "第2份", "第0份"], await Overdue(As("x", Roles.Auditor, "county-1"), new() { PageSize = 3 }));
        Assert.Equal("未到期", (await Overdue(Editor, new() { WithinWorkingDays = 20 }))[^1]);
    }

    [Fact]
    public async Task Timeliness_is_counted_by_agency()
    {
        await Published(NewContent("及时"), "r1");
        await Published(Late(), "r2");
        await Published(Late(), "r3", "county-1");
        var none = NewContent("不明");
        none.FormedOn = "";
        await Published(none, "r4", "county-1");
        await Create(Late(), "r5", "town-1");

        var all = await As("x", Roles.Supervisor).GetTimelinessAsync(new(), cancellationToken: Cancel);
        Assert.Equal(
            [("city", 1, 1, 0, 0), ("county-1", 0, 1, 1, 0), ("town-1", 0, 0, 0, 1)],
            all.Agencies.Select(a => (a.Agency.Id, (int)a.Punctual, (int)a.Late, (int)a.Unknown, (int)a.Overdue)));
        Assert.Equal(["town-1"], (await As("x", Roles.Supervisor, "town-1").GetTimelinessAsync(new(), cancellationToken: Cancel)).Agencies.Select(a => a.Agency.Id));
        Assert.Equal(["town-1"], (await As("x", Roles.Supervisor).GetTimelinessAsync(new() { PublishedFrom = "2026-01-06" }, cancellationToken: Cancel)).Agencies.Select(a => a.Agency.Id));
    }

    [Fact]
    public async Task Categories_without_news_are_told()
    {
        var fresh = NewContent();
        (fresh.KeyArea, fresh.SubjectCategory) = ("01", "0101");
        await Published(fresh);
        var old = Record("1", on: "2016-01-01");
        old.KeyArea = "02";
        await ImportOne(old);

        var stale = (await As("x", Roles.Supervisor).GetStaleCategoriesAsync(new(), cancellationToken: Cancel)).Categories;

        Assert.DoesNotContain(stale, c => c is { CodeTable: "key-areas", Code.Code_: "01" } or { CodeTable: "subject-categories", Code.Code_: "01" });
        var second = Assert.Single(stale, c => c is { CodeTable: "key-areas", Code.Code_: "02" });
        Assert.Equal((1, "2016-01-01"), (second.ItemCount, second.NewestOn));
        Assert.Equal((0, ""), stale.Where(c => c is { CodeTable: "key-areas", Code.Code_: "03" }).Select(c => (c.ItemCount, c.NewestOn)).Single());
        Assert.DoesNotContain((await As("x", Roles.Supervisor).GetStaleCategoriesAsync(new() { Days = 3_660 }, cancellationToken: Cancel)).Categories, c => c is { CodeTable: "key-areas", Code.Code_: "02" });
    }

    private static ItemContent Late()
    {
        var content = NewContent("迟到");
        content.FormedOn = "2025-10-09";
        return content;
    }

    private static async Task<List<string>> Overdue(EditingService.EditingServiceClient officer, ListOverdueDraftsRequest request)
    {
        var seen = new List<string>();
        do
        {
            var page = await officer.ListOverdueDraftsAsync(request, cancellationToken: Cancel);
            seen.AddRange(page.Drafts.Select(d => d.Content.Title));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return seen;
    }
}
