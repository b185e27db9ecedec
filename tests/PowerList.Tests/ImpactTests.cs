using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

/// <summary>What becomes of what rests on a law when something happens to the law.</summary>
public sealed class ImpactTests : LawTest
{
    private readonly Dictionary<string, BasisTarget> _targets = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Know(Host);
    }

    [Theory]
    [InlineData("", "12", true)]
    [InlineData("12", "12", true)]
    [InlineData("12", "第十二条第一款", true)]
    [InlineData("12", "13", false)]
    [InlineData("12", "12-1", false)]
    [InlineData("12-1", "第十二条之一第二款", true)]
    [InlineData("第十二条第二款", "第十二条第一款", false)]
    public async Task What_is_repealed_is_in_question_from_that_day_on_whenever_it_was_stated(string repealed, string basis, bool affected)
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Repealed, "2016-06-01", "", repealed.Length == 0 ? [] : [repealed]);
        var bases = await Bases(law.Id, basis);
        Assert.Equal((false, affected), (await InQuestion(bases, "2016-01-01", "2016-05-31"), await InQuestion(bases, "2016-01-01", "2016-06-01")));
        Assert.Equal(affected, await InQuestion(bases, "2016-06-02", "9999-12-31"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("第十二条", true)]
    [InlineData("第十二条第一款", true)]
    [InlineData("第十二条第二款", false)]
    public async Task What_lost_a_part_has_changed_and_may_be_confirmed(string basis, bool affected)
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Repealed, "2016-06-01", "", "第十二条第一款第（二）项");
        var bases = await Bases(law.Id, basis);
        Assert.Equal(affected, await InQuestion(bases, "2016-01-01", "2016-06-01"));
        Assert.False(await InQuestion(bases, "2016-06-01", "2016-06-01"));
        Know("p1", "city", law.Id, basis);
        Assert.Single((await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1"), cancellationToken: Cancel)).ActIds);
    }

    [Fact]
    public async Task What_was_amended_is_in_question_until_it_is_stated_anew_or_confirmed()
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Amended, "2025-06-01");
        await Recorded(law.Id, LawActKind.Amended, "2026-03-01");
        var bases = await Bases(law.Id, "第十二条第一款");
        Know("p1", "city", law.Id, "第十二条第一款", "2025-01-01");

        Assert.Equal([false, true, true], await On(bases, "2025-01-01", "2025-05-31", "2025-06-01", "9999-12-31"));
        Assert.False(await InQuestion(bases, "2025-06-01", "2025-12-31"));

        // Today is 2026-01-05: the second amendment has not taken effect, and is not confirmed by looking at the first.
        var confirmed = await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1"), cancellationToken: Cancel);
        Assert.Equal(("2026-01-05", 1, "editor-1"), (confirmed.ConfirmedOn, confirmed.ActIds.Count, confirmed.ConfirmedBy));
        Assert.Equal([true, false, false, true], await On(bases, "2025-01-01", "2026-01-04", "2026-01-05", "2026-02-28", "2026-03-01"));
        Assert.True(await InQuestion(bases, "2025-01-01", "2026-01-05", "p2"));

        GoTo("2026-03-02");
        await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1", "again"), cancellationToken: Cancel);
        Assert.Equal([true, false], await On(bases, "2025-01-01", "2026-03-01", "9999-12-31"));
        // An amendment that is recorded late was not looked at, whatever its day.
        await Recorded(law.Id, LawActKind.Amended, "2025-12-01", "", "12");
        Assert.True(await InQuestion(bases, "2025-01-01", "2026-03-02"));
        Assert.False(await InQuestion(await Bases(law.Id, "13"), "2025-12-15", "2026-02-28"));
        Assert.Equal(2, (await Told()).Count(c => c == LawChange.BasesConfirmed));
    }

    [Fact]
    public async Task What_was_recorded_in_error_has_never_been()
    {
        var law = await Added();
        var bases = await Bases(law.Id, "12");
        var act = (await Recorded(law.Id, LawActKind.Repealed, "2016-06-01")).Acts[0];
        Assert.True(await InQuestion(bases, "2016-01-01", "2016-06-01"));
        await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = act.Id, Reason = "录错了" }, cancellationToken: Cancel);
        Assert.False(await InQuestion(bases, "2016-01-01", "2016-06-01"));
    }

    [Fact]
    public async Task What_is_no_longer_in_force_cannot_be_confirmed()
    {
        var law = await Added();
        Know("p1", "city", law.Id, "第十二条第一款");
        Know("p2", "city", law.Id, "13");
        Assert.Equal("NOTHING_TO_CONFIRM", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1"), cancellationToken: Cancel)));
        await Recorded(law.Id, LawActKind.Amended, "2025-01-01");
        await Recorded(law.Id, LawActKind.Repealed, "2025-06-01", "", "12");
        var both = Confirm(law.Id, "p2");
        both.TargetIds.Add("p1");
        Assert.Equal("MUST_BE_REBASED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.ConfirmBasisAsync(both, cancellationToken: Cancel)));
        Assert.True(await InQuestion(await Bases(law.Id, "13"), "2024-01-01", "2026-01-05", "p2"));
        await Editor.ConfirmBasisAsync(Confirm(law.Id, "p2"), cancellationToken: Cancel);
        Assert.False(await InQuestion(await Bases(law.Id, "13"), "2024-01-01", "2026-01-05", "p2"));
        await Recorded(law.Id, LawActKind.Expired, "2026-01-05");
        Assert.Equal("MUST_BE_REBASED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.ConfirmBasisAsync(Confirm(law.Id, "p2", "again"), cancellationToken: Cancel)));
        Assert.True(await InQuestion(await Bases(law.Id, "13"), "2024-01-01", "2026-01-05", "p2"));
    }

    [Fact]
    public async Task A_confirmation_names_only_what_is_there_and_what_its_author_may_act_for()
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Amended, "2025-01-01");
        Know("p1", "city", law.Id, "12");
        Know("p2", "county", law.Id, "12");
        Know("p3", "city", "other", "12");
        Assert.Equal(["requestId REQUIRED", "targetIds TOO_FEW", "reason REQUIRED"], await Wrong(async () => await Editor.ConfirmBasisAsync(new() { LawId = law.Id }, cancellationToken: Cancel)));
        var request = Confirm(law.Id, "p1");
        request.TargetIds.Add(["none", "p3", "p1"]);
        Assert.Equal(["targetIds[1] NO_SUCH_TARGET", "targetIds[2] NOT_BASED_ON_LAW", "targetIds[3] TWICE"], await Wrong(async () => await Editor.ConfirmBasisAsync(request, cancellationToken: Cancel)));
        request.TargetIds.Add(Enumerable.Range(0, 200).Select(i => $"p{i}"));
        (request.ThroughActId, request.Reason) = ("none", "联系人 13904120001");
        Assert.Equal(["targetIds TOO_MANY", "reason PERSONAL_DATA", "throughActId NO_SUCH_ACT"], await Wrong(async () => await Editor.ConfirmBasisAsync(request, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_LAW", await ReasonOf(StatusCode.NotFound, async () => await Editor.ConfirmBasisAsync(Confirm("none", "p1"), cancellationToken: Cancel)));

        var foreign = Confirm(law.Id, "p1");
        foreign.TargetIds.Add("p2");
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await Editor.ConfirmBasisAsync(foreign, cancellationToken: Cancel)));
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, async () => await Machine.ConfirmBasisAsync(foreign, cancellationToken: Cancel)));
        Assert.Empty((await Editor.ListConfirmationsAsync(new() { LawId = law.Id }, cancellationToken: Cancel)).Confirmations);
    }

    [Fact]
    public async Task Only_acts_up_to_the_named_one_are_confirmed()
    {
        var law = await Added();
        var first = (await Recorded(law.Id, LawActKind.Amended, "2025-01-01")).Acts[0];
        await Recorded(law.Id, LawActKind.Amended, "2025-06-01");
        Know("p1", "city", law.Id, "12");
        var request = Confirm(law.Id, "p1");
        request.ThroughActId = first.Id;
        Assert.Equal([first.Id], (await Editor.ConfirmBasisAsync(request, cancellationToken: Cancel)).ActIds);
        var bases = await Bases(law.Id, "12");
        Assert.True(await InQuestion(bases, "2024-01-01", "2026-01-05"));
        Assert.False(await InQuestion(bases, "2025-01-01", "2025-05-31"));
    }

    [Fact]
    public async Task A_confirmation_is_made_once_listed_and_seen_by_other_replicas_within_seconds()
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Amended, "2025-01-01");
        var other = OtherBook();
        Assert.True(Asks(await other.Read(Cancel), law.Id));
        Know("p1", "city", law.Id, "12");
        var made = await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1"), cancellationToken: Cancel);
        Assert.Equal(made, await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1"), cancellationToken: Cancel));
        Assert.True(Asks(await other.Read(Cancel), law.Id));
        Host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(Asks(await other.Read(Cancel), law.Id));

        var later = await Editor.ConfirmBasisAsync(Confirm(law.Id, "p1", "later"), cancellationToken: Cancel);
        var first = await Editor.ListConfirmationsAsync(new() { LawId = law.Id, PageSize = 1 }, cancellationToken: Cancel);
        Assert.Equal([later], first.Confirmations);
        Assert.Equal([made], (await Editor.ListConfirmationsAsync(new() { LawId = law.Id, PageToken = first.NextPageToken }, cancellationToken: Cancel)).Confirmations);
    }

    [Fact]
    public async Task A_confirmation_holds_after_a_restart()
    {
        using var storage = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = Path.Combine(storage.Path, "data") };
        string lawId;
        await using (var before = await StartHost(settings))
        {
            await AddAgencies(before);
            Know(before);
            var keeper = new LawService.LawServiceClient(As(before, "keeper-1", Roles.Supervisor));
            lawId = (await keeper.CreateLawAsync(new() { RequestId = "1", Content = Content() }, cancellationToken: Cancel)).Id;
            await keeper.RecordLawActAsync(new() { Id = lawId, RequestId = "1", Act = new() { Kind = LawActKind.Amended, On = "2025-01-01" } }, cancellationToken: Cancel);
            Know("p1", "city", lawId, "12");
            await new LawService.LawServiceClient(As(before, "editor-1", Roles.Editor)).ConfirmBasisAsync(Confirm(lawId, "p1"), cancellationToken: Cancel);
        }

        await using var after = await StartHost(settings);
        Assert.False(Asks(await after.Services.GetRequiredService<LawBook>().Read(Cancel), lawId));
    }

    [Fact]
    public async Task A_basis_says_in_words_why_it_is_in_question()
    {
        var next = await Added("新法", "第二号");
        var law = await Added();
        await Recorded(law.Id, LawActKind.Amended, "2016-01-01", "", "12", "13");
        await Recorded(law.Id, LawActKind.Repealed, "2016-06-01", next.Id);
        var snapshot = await Book.Read(Cancel);
        var basis = new LegalBasis(law.Id, "第十二条");
        V1.LegalBasis On(string day) => snapshot.ToProto(basis, "p1", new(2015, 1, 1), Days.Parse(day)!.Value);
        Assert.Equal(new V1.LegalBasis { LawId = law.Id, Article = "第十二条", Title = law.Content.Title, DocumentNumber = "主席令第七号" }, On("2015-12-31"));
        Assert.Equal("第十二条等 2 处自 2016-01-01 起修改，须复核。", On("2016-01-01").InQuestion);
        Assert.Equal("所依据的法律法规自 2016-06-01 起废止，由《新法》替代，须改列依据。", On("2016-06-01").InQuestion);
    }

    [Fact]
    public async Task Bases_are_read_in_their_first_form_and_each_wrong_one_is_named()
    {
        var law = await Added();
        var snapshot = await Book.Read(Cancel);
        var v = new Violations();
        V1.LegalBasis[] right = [new() { LawId = law.Id, Article = "第12条第1款" }, new() { LawId = law.Id, Article = "12-1" }, new() { LawId = law.Id }, new() { LawId = law.Id, Article = "１２" }];
        Assert.Equal(["第十二条第一款", "第十二条之一", "", "第十二条"], snapshot.Check(right, "bases", v).Select(b => b.Article));
        Assert.False(v.Any);

        V1.LegalBasis[] wrong =
        [
            new(), new() { LawId = "none" }, new() { LawId = law.Id, Article = "第三章" }, new() { LawId = law.Id, Article = "84" }, new() { LawId = law.Id, Article = "12-2" },
            new() { LawId = law.Id, Article = "12" }, new() { LawId = law.Id, Article = "第十二条" }
        ];
        Assert.Equal(["第十二条"], snapshot.Check(wrong, "powers[2].bases", v).Select(b => b.Article));
        Assert.Equal(
            ["[0].lawId REQUIRED", "[1].lawId NO_SUCH_LAW", "[2].article MALFORMED", "[3].article NO_SUCH_ARTICLE", "[4].article NO_SUCH_ARTICLE", "[6] TWICE"],
            v.Found.Select(f => $"{f.Field["powers[2].bases".Length..]} {f.Reason}"));

        var unknown = await Added("条文不详的规定", "", c =>
        {
            c.LastArticle = 0;
            c.InsertedArticles.Clear();
        });
        Assert.Single((await Book.Read(Cancel)).Check([new() { LawId = unknown.Id, Article = "9999" }], "bases", new Violations()));
    }

    [Fact]
    public async Task Who_cites_what_is_not_in_force_on_a_day_is_warned()
    {
        var law = await Added();
        await Recorded(law.Id, LawActKind.Repealed, "2016-01-01", "", "12");
        await Recorded(law.Id, LawActKind.Amended, "2015-01-01");
        await Recorded(law.Id, LawActKind.Expired, "2018-01-01");
        var snapshot = await Book.Read(Cancel);
        IEnumerable<string> On(string day)
        {
            var warnings = new Violations();
            snapshot.Warn([new LegalBasis(law.Id, "第十三条"), new LegalBasis(law.Id, "第十二条第一款")], "bases", Days.Parse(day)!.Value, warnings);
            return warnings.Found.Select(f => $"{f.Field} {f.Reason}");
        }

        Assert.Equal(["bases[0].lawId NOT_YET_IN_FORCE", "bases[1].lawId NOT_YET_IN_FORCE"], On("2004-06-30"));
        Assert.Empty(On("2015-12-31"));
        Assert.Equal(["bases[1].article NO_LONGER_IN_FORCE"], On("2016-01-01"));
        Assert.Equal(["bases[0].lawId NO_LONGER_IN_FORCE", "bases[1].article NO_LONGER_IN_FORCE"], On("9999-12-31"));
    }

    private static bool Asks(LawBook.Snapshot laws, string lawId) => laws.InQuestion([new LegalBasis(lawId, "第十二条")], "p1", new(2024, 1, 1), new(2026, 1, 5));

    private static ConfirmBasisRequest Confirm(string lawId, string target, string requestId = "1") => new() { LawId = lawId, RequestId = requestId, TargetIds = { target }, Reason = "条文未变，仍为依据。" };

    private void Know(TestHost host) => host.Services.GetRequiredService<BasisTargets>().Add((ids, _) => Task.FromResult(ids.Where(_targets.ContainsKey).Select(id => _targets[id])));

    private void Know(string id, string agency, string lawId, string article, string basedOn = "2024-01-01")
    {
        var place = article.Length > 0 && ArticleReference.TryParse(article, out var read) ? read : default;
        _targets[id] = new BasisTarget(id, agency, [new LegalBasis(lawId, place.ToString())], Days.Parse(basedOn)!.Value);
    }

    private async Task<IReadOnlyList<LegalBasis>> Bases(string lawId, string article)
    {
        var v = new Violations();
        var bases = (await Book.Read(Cancel)).Check([new() { LawId = lawId, Article = article }], "bases", v);
        v.ThrowIfAny();
        return bases;
    }

    /// <summary>Whether p1's bases are in question on each of some days.</summary>
    private async Task<List<bool>> On(IReadOnlyList<LegalBasis> bases, string basedOn, params string[] days)
    {
        var answers = new List<bool>();
        foreach (var day in days) answers.Add(await InQuestion(bases, basedOn, day));
        return answers;
    }

    private async Task<bool> InQuestion(IReadOnlyList<LegalBasis> bases, string basedOn, string asOf, string target = "p1") =>
        (await Book.Read(Cancel)).InQuestion(bases, target, Days.Parse(basedOn)!.Value, Days.Parse(asOf)!.Value);
}
