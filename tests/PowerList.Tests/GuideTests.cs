using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>What a guide may say, who may write it, and how it is found.</summary>
public sealed class GuideTests : GuidesTest
{
    [Fact]
    public async Task A_guide_is_read_as_it_was_written()
    {
        var guide = await Published();
        var read = await Anyone.GetGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel);
        Assert.Equal(guide, read);
        Assert.Equal(("city", "机关 city", 1, 100), (read.AgencyId, read.AgencyName, read.Edition, read.Completeness.Score));
        var said = read.Content.Clone();
        foreach (var basis in said.Bases) (basis.Title, basis.DocumentNumber, basis.InQuestion) = ("", "", "");
        Assert.Equal(Whole(), said);
        using var http = Host.Http();
        var json = await http.GetStringAsync($"/api/v1/powers/guides/{guide.Id}", Cancel);
        Assert.Contains("\"longitude\":\"122.995632\"", json.Replace(" ", ""));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        Assert.Equal(["requestId REQUIRED", "draft.agencyId REQUIRED", "draft.content.title REQUIRED", "draft.content.kind REQUIRED"],
            await Wrong(async () => await Editor.CreateGuideDraftAsync(new(), cancellationToken: Cancel)));
        var content = Whole(new string('长', 301));
        content.Kind = ServiceKind.PublicService;
        content.PowerIds.Add(["p", "p"]);
        content.Audiences.Add(Audience.LegalPersons);
        content.Steps.Add(new V1.ProcessStep());
        content.Materials[0].Copies = 21;
        content.NoMaterials = true;
        content.FeeIds.Add("none");
        content.TimeLimit = new V1.TimeLimit { Statutory = 5, Promised = 6 };
        content.Supervision = new V1.Supervision { Url = "ftp://x" };
        content.Places[0].Longitude = "180.0000001";
        content.Places.Add(new V1.ServicePlace { Address = "x", Latitude = "90.5" });
        content.Hours = "联系 13904120001";
        content.Channels.Add(new V1.ChannelRule { Channel = ServiceChannel.Online, Available = true, MaterialNumbers = { 0, 2, 2 }, Visits = 11 });
        content.Results.Add(new V1.ServiceResult());
        content.Questions.Add(new V1.ServiceQuestion { Question = "?" });
        Assert.Equal(
            [
                "title TOO_LONG", "powerIds[0] NO_SUCH_POWER", "powerIds[1] REPEATED", "powerIds PUBLIC_SERVICE", "audiences[1] REPEATED", "steps[1].step REQUIRED", "materials[0].copies OUT_OF_RANGE",
                "noMaterials MATERIALS", "feeIds[0] NO_SUCH_FEE_ITEM", "freeOfCharge CHARGED", "timeLimit.unit REQUIRED", "timeLimit.promised LONGER_THAN_STATUTORY",
                "supervision.url MALFORMED", "places[0].longitude MALFORMED", "places[1].latitude OUT_OF_RANGE", "places[1].longitude REQUIRED", "hours PERSONAL_DATA",
                "channels[2].channel REPEATED", "channels[2].url REQUIRED", "channels[2].materialNumbers[0] NO_SUCH_MATERIAL", "channels[2].materialNumbers[2] REPEATED",
                "channels[2].visits OUT_OF_RANGE", "results[1].name REQUIRED", "questions[1].answer REQUIRED"
            ],
            (await Wrong(async () => await Editor.CreateGuideDraftAsync(NewDraft(content), cancellationToken: Cancel))).Select(f => f.Replace("draft.content.", "")));
    }

    [Fact]
    public async Task Nobody_acts_for_an_agency_that_is_not_theirs()
    {
        var county = new GuideService.GuideServiceClient(As("c", Roles.Publisher, "county"));
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(), cancellationToken: Cancel);
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.CreateGuideDraftAsync(NewDraft(requestId: "2"), cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_GUIDE_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await county.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)));
        Assert.Empty((await county.ListGuideDraftsAsync(new(), cancellationToken: Cancel)).Drafts);
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.ListGuideDraftsAsync(new() { AgencyId = "city" }, cancellationToken: Cancel)));
        var guide = await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.ReviseGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel)));
        // The city acts for its office.
        Assert.Equal("office", (await Published(Bare("办公室事项"), "3", "office")).AgencyId);
    }

    [Theory]
    [InlineData(Roles.Editor, true, true, false, false)]
    [InlineData(Roles.Reviewer, false, true, false, false)]
    [InlineData(Roles.Publisher, true, true, true, true)]
    [InlineData(Roles.Supervisor, false, true, false, false)]
    [InlineData(Roles.Auditor, false, true, false, false)]
    [InlineData(Roles.RequestOfficer, false, false, false, false)]
    [InlineData(Roles.System, false, false, false, true)]
    [InlineData(Roles.Admin, true, true, true, true)]
    public async Task A_role_does_what_it_may(string role, bool drafts, bool reads, bool publishes, bool imports)
    {
        var guide = await Published();
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(Bare(), "2"), cancellationToken: Cancel);
        var client = new GuideService.GuideServiceClient(As("somebody", role));
        Assert.Equal(drafts, await May(async () => await client.CreateGuideDraftAsync(NewDraft(Bare(), "3"), cancellationToken: Cancel)));
        Assert.Equal(drafts, await May(async () => await client.ReviseGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel)));
        Assert.Equal(drafts, await May(async () => await client.UpdateGuideDraftAsync(Update(draft, "", c => c.Hours = ""), cancellationToken: Cancel)));
        Assert.Equal(reads, await May(async () => await client.GetGuideDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal(reads, await May(async () => await client.ListGuideDraftsAsync(new(), cancellationToken: Cancel)));
        var other = await Editor.CreateGuideDraftAsync(NewDraft(Bare(), "4"), cancellationToken: Cancel);
        Assert.Equal(publishes, await May(async () => await client.PublishGuideDraftAsync(new() { Id = other.Id, Etag = other.Etag }, cancellationToken: Cancel)));
        Assert.Equal(drafts, await May(async () => await client.DiscardGuideDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal(publishes, await May(async () => await client.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(publishes, await May(async () => await client.RestoreGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(imports, await May(async () => await client.BatchImportGuidesAsync(new() { Records = { Record("1") } }, cancellationToken: Cancel)));

        static async Task<bool> May(Func<Task> call)
        {
            try
            {
                await call();
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
            {
                Assert.Equal("FORBIDDEN", ReasonOf(e));
                return false;
            }
        }
    }

    [Fact]
    public async Task Guides_are_found_by_words_and_filters_with_true_counts()
    {
        var fee = await NewFee();
        var online = await Published(Whole("食品经营许可"));
        var paid = Bare("不动产登记", ServiceKind.Confirmation);
        paid.FeeIds.Add(fee.Id);
        var power = await NewPower();
        paid.PowerIds.Add(power);
        paid.Audiences.Add([Audience.Persons, Audience.LegalPersons]);
        paid.Materials.Add(new V1.Material { Name = "房屋买卖合同" });
        var registry = await Published(paid, "2", "office");
        await Import(Record("lib", Bare("图书借阅", ServiceKind.PublicService), "city"));
        var withdrawn = await Published(Whole("食品生产许可"), "4");
        await Publisher.WithdrawGuideAsync(new() { Id = withdrawn.Id, Reason = "已取消" }, cancellationToken: Cancel);

        var all = await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel);
        Assert.Equal(3, all.TotalSize);
        Assert.Equal([("city", 2L), ("office", 1L)], Counts(all, "agency"));
        Assert.Equal([("SERVICE_KIND_CONFIRMATION", 1L), ("SERVICE_KIND_LICENCE", 1L), ("SERVICE_KIND_PUBLIC_SERVICE", 1L)], Counts(all, "kind").Order());
        Assert.Equal([("SERVICE_CHANNEL_ONLINE", 1L)], Counts(all, "channel"));
        Assert.Equal([("AUDIENCE_LEGAL_PERSONS", 2L), ("AUDIENCE_PERSONS", 1L)], Counts(all, "audience"));
        Assert.Contains(("modelTexts", 1L), Counts(all, "missing"));

        foreach (var (found, request) in new[]
        {
            (online, new ListGuidesRequest { Query = "食品 授权委托书" }), (registry, new ListGuidesRequest { Query = "买卖合同" }), (registry, new ListGuidesRequest { AgencyId = "office" }),
            (registry, new ListGuidesRequest { PowerId = power }), (online, new ListGuidesRequest { Kind = ServiceKind.Licence }),
            (online, new ListGuidesRequest { Channel = ServiceChannel.Online }), (registry, new ListGuidesRequest { Audience = Audience.Persons }),
            (registry, new ListGuidesRequest { FeeId = fee.Id }), (online, new ListGuidesRequest { LawId = Law }), (registry, new ListGuidesRequest { Missing = "timeLimit", AgencyId = "office" })
        })
        {
            var page = await Anyone.ListGuidesAsync(request, cancellationToken: Cancel);
            Assert.Equal((request, 1L, found.Id), (request, page.TotalSize, page.Guides.SingleOrDefault()?.Id));
        }

        Assert.Empty((await Anyone.ListGuidesAsync(new() { Channel = ServiceChannel.Post }, cancellationToken: Cancel)).Guides);
        Assert.Equal(2, (await Anyone.ListGuidesAsync(new() { ScoreBelow = 100 }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal("食品<mark>经营</mark>许可", (await Anyone.ListGuidesAsync(new() { Query = "经营" }, cancellationToken: Cancel)).Guides[0].MarkedTitle);
        Assert.Equal(1, (await Fees.GetFeeItemAsync(new() { Id = fee.Id }, cancellationToken: Cancel)).Guides);
        Assert.Equal(["agencyId NO_SUCH_AGENCY", "scoreBelow OUT_OF_RANGE", "missing NO_SUCH_ELEMENT"],
            await Wrong(async () => await Anyone.ListGuidesAsync(new() { AgencyId = "none", ScoreBelow = 101, Missing = "x" }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_GUIDE", await ReasonOf(StatusCode.NotFound, async () => await Anyone.GetGuideAsync(new() { Id = "none" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Every_guide_comes_once_over_the_pages()
    {
        await Import([.. Enumerable.Range(0, 45).Select(i => Record($"{i}"))]);
        var seen = new List<string>();
        var request = new ListGuidesRequest { PageSize = 10 };
        do
        {
            var page = await Anyone.ListGuidesAsync(request, cancellationToken: Cancel);
            Assert.Equal(45, page.TotalSize);
            seen.AddRange(page.Guides.Select(g => g.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal((45, 45), (seen.Count, seen.Distinct().Count()));
    }

    private static IEnumerable<(string, long)> Counts(ListGuidesResponse page, string field) => page.Facets.Single(f => f.Field == field).Values.Select(v => (v.Value, v.Count));
}
