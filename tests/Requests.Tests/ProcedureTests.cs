using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

/// <summary>The rules of each step, and what is refused.</summary>
public sealed class ProcedureTests : RequestsTest
{
    [Fact]
    public async Task A_correction_is_asked_for_once_within_7_working_days_and_restarts_the_clock()
    {
        // 2025-12-22 is a Monday; the seventh working day after it is 31 December.
        var application = await Received(arrivedOn: "2025-12-22");
        Assert.Equal("CORRECTION_TOO_LATE", await ReasonOf(StatusCode.FailedPrecondition, () => RequestCorrection(application.Id, "2026-01-04")));
        var asked = await RequestCorrection(application.Id, "2025-12-31");
        Assert.Equal((ApplicationState.CorrectionRequested, "", "2026-01-20"), (asked.State, asked.DueOn, asked.Correction.DueOn));

        var corrected = await Officer.ReceiveCorrectionAsync(new() { Id = application.Id, Act = new() { On = "2026-01-05" }, Wanted = Wanted("2025 年道路维修招标公告全文") }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Registered, "2026-02-02", "2025 年道路维修招标公告全文"), (corrected.State, corrected.DueOn, corrected.Wanted.Description));
        Assert.Equal("CORRECTION_REQUESTED_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, () => RequestCorrection(application.Id, "2026-01-05")));
    }

    [Fact]
    public async Task Who_does_not_correct_in_time_gives_up_and_not_before()
    {
        var application = await Received();
        await RequestCorrection(application.Id, "2026-01-05");

        GoTo("2026-01-20");
        Assert.Equal("APPLICANT_STILL_HAS_TIME", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.AbandonApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel)));
        GoTo("2026-01-21");
        var closed = await Officer.AbandonApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Closed, Closing.NotCorrected, Outcome.NotCorrected, "2026-01-21"), (closed.State, closed.Closing, closed.Outcome, closed.FinishedOn));
    }

    [Fact]
    public async Task Third_parties_have_15_working_days_each_and_the_clock_stands_still()
    {
        var application = await Accepted(arrivedOn: "2026-01-05");
        GoTo("2026-01-12");
        var asked = await Officer.ConsultThirdPartiesAsync(new() { Id = application.Id, Act = Paper("征求意见函"), ThirdParties = { new NewThirdParty { Name = "甲公司" }, new NewThirdParty { Name = "乙公司" } } }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.ThirdPartyConsultation, "", "2026-02-02"), (asked.State, asked.DueOn, asked.ThirdParties[1].DueOn));

        GoTo("2026-01-15");
        await Reply(application.Id, "t1", Opinion.Objects);
        Assert.Equal("REPLIED_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, () => Reply(application.Id, "t1", Opinion.Agrees)));
        Assert.Equal("REPLIES_OUTSTANDING", await ReasonOf(StatusCode.FailedPrecondition, () => EndThirdParties(application.Id)));
        GoTo("2026-02-10");
        var ended = await EndThirdParties(application.Id);

        // Five working days had passed; the clock goes on on 3 February with the sixth. The twentieth comes after the spring festival.
        Assert.Equal((ApplicationState.Accepted, Opinion.Silent), (ended.State, ended.ThirdParties[1].Opinion));
        Assert.Equal("2026-02-28", ended.DueOn);
        Assert.Equal("OBJECTION_STANDS", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.ProposeAnswerAsync(new() { Id = application.Id, Answer = Granted() }, cancellationToken: Cancel)));
        var overridden = await Officer.OverrideObjectionAsync(new() { Id = application.Id, Act = Paper("告知函"), ThirdPartyId = "t1", Reason = "涉及公共利益" }, cancellationToken: Cancel);
        Assert.Equal("涉及公共利益", overridden.ThirdParties[0].OverrideReason);
        Assert.Equal(ApplicationState.AwaitingApproval, (await Officer.ProposeAnswerAsync(new() { Id = application.Id, Answer = Granted() }, cancellationToken: Cancel)).State);
    }

    [Fact]
    public async Task An_agency_that_is_silent_agrees_and_2008_knows_no_such_step()
    {
        var application = await Accepted();
        await Officer.ConsultCoAgenciesAsync(new() { Id = application.Id, Act = Paper(), AgencyIds = { "county" } }, cancellationToken: Cancel);
        GoTo("2026-01-27");
        var ended = await Officer.EndCoAgencyConsultationAsync(new() { Id = application.Id }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Accepted, Opinion.Silent), (ended.State, ended.CoAgencies[0].Opinion));

        var old = await Accepted("old", arrivedOn: "2016-01-04");
        Assert.Equal("NOT_BY_THIS_LAW", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.ConsultCoAgenciesAsync(new() { Id = old.Id, Act = Paper(), AgencyIds = { "county" } }, cancellationToken: Cancel)));
        Assert.Equal("NOT_BY_THIS_LAW", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.RequestReasonsAsync(new() { Id = old.Id, Act = Paper() }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Both_consultations_may_run_at_once_and_shared_days_are_left_out_once()
    {
        var application = await Accepted();
        GoTo("2026-01-06");
        await Officer.ConsultCoAgenciesAsync(new() { Id = application.Id, Act = Paper(), AgencyIds = { "county" } }, cancellationToken: Cancel);
        var both = await Officer.ConsultThirdPartiesAsync(new() { Id = application.Id, Act = Paper(), ThirdParties = { new NewThirdParty { Name = "甲公司" } } }, cancellationToken: Cancel);
        Assert.Equal(ApplicationState.ThirdPartyConsultation, both.State);
        GoTo("2026-01-08");
        await Reply(application.Id, "t1", Opinion.Agrees);
        Assert.Equal(ApplicationState.CoAgencyConsultation, (await EndThirdParties(application.Id)).State);
        GoTo("2026-01-09");
        await Officer.RecordCoAgencyReplyAsync(new() { Id = application.Id, Act = Paper(), AgencyId = "county", Opinion = Opinion.Agrees }, cancellationToken: Cancel);
        var ended = await Officer.EndCoAgencyConsultationAsync(new() { Id = application.Id }, cancellationToken: Cancel);

        // Three working days (7th to 9th) later than 2 February.
        Assert.Equal("2026-02-05", ended.DueOn);
    }

    [Fact]
    public async Task It_is_extended_once_by_the_head_within_its_time_and_by_no_more_than_the_law_allows()
    {
        var application = await Accepted(arrivedOn: "2026-01-05");
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, () => Extend(Officer, application.Id, 20)));
        Assert.Equal(["workingDays OUT_OF_RANGE"], await Wrong(() => Extend(Head, application.Id, 21)));
        var extended = await Extend(Head, application.Id, 20);
        Assert.Equal((ApplicationState.Extended, "2026-03-06"), (extended.State, extended.DueOn));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, () => Extend(Head, application.Id, 1)));

        var late = await Accepted("late", arrivedOn: "2025-11-03");
        Assert.Equal("PERIOD_OVER", await ReasonOf(StatusCode.FailedPrecondition, () => Extend(Head, late.Id, 1)));
        var old = await Accepted("old", arrivedOn: "2016-01-04");
        Assert.Equal(["workingDays OUT_OF_RANGE"], await Wrong(() => Extend(Head, old.Id, 16)));
    }

    [Fact]
    public async Task Many_applications_are_put_off_only_after_their_reasons_were_asked_for()
    {
        var application = await Accepted();
        Assert.Equal("REASONS_NOT_REQUESTED", await ReasonOf(StatusCode.FailedPrecondition, () => Delay(application.Id)));
        var excessive = new V1.Answer { Outcome = Outcome.Excessive, Text = "不予处理。" };
        Assert.Equal("REASONS_NOT_REQUESTED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.ProposeAnswerAsync(new() { Id = application.Id, Answer = excessive }, cancellationToken: Cancel)));

        await Officer.RequestReasonsAsync(new() { Id = application.Id, Act = Paper() }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Extended, ExtensionKind.Excessive), ((await Delay(application.Id)).State, (await Read(application.Id)).Extensions[0].Kind));
    }

    [Fact]
    public async Task A_fee_stops_the_clock_until_it_is_paid_and_then_it_begins_again()
    {
        var application = await Accepted();
        Assert.Equal("NOTHING_TO_PAY", await ReasonOf(StatusCode.FailedPrecondition, () => NotifyFee(application.Id, FeeScale.ByPage, 30)));
        Assert.Equal("FEE_NOT_ALLOWED", await ReasonOf(StatusCode.FailedPrecondition, () => NotifyFee(application.Id, FeeScale.Cost, 0, "5.00")));
        var notified = await NotifyFee(application.Id, FeeScale.ByPage, 250);
        Assert.Equal((ApplicationState.FeeNotified, "4700.00", "2026-02-04", ""), (notified.State, notified.Fee.Amount, notified.Fee.DueOn, notified.DueOn));
        Assert.Equal(["0.00", "700.00", "2000.00", "2000.00"], notified.Fee.Tiers.Select(t => t.Amount));

        GoTo("2026-01-12");
        var paid = await Officer.PayFeeAsync(new() { Id = application.Id, Act = Paper("缴款书") }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Accepted, "2026-02-09"), (paid.State, paid.DueOn));
        Assert.Equal("FEE_NOTIFIED_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, () => NotifyFee(application.Id, FeeScale.ByApplication, 20)));
    }

    [Fact]
    public async Task What_was_asked_for_with_the_months_other_applications_is_deducted()
    {
        var first = await Accepted("1");
        var second = await Accepted("2", description: "另一件");
        Assert.Equal(1, (await Officer.GetSameApplicantAsync(new() { Id = first.Id }, cancellationToken: Cancel)).InMonth);
        await NotifyFee(first.Id, FeeScale.ByApplication, 30);

        var fee = (await NotifyFee(second.Id, FeeScale.ByApplication, 31)).Fee;
        Assert.Equal(("200.00", "2000.00"), (fee.Amount, fee.Deducted));
    }

    [Fact]
    public async Task Who_does_not_pay_in_time_gives_up()
    {
        var application = await Accepted();
        await NotifyFee(application.Id, FeeScale.ByPage, 100);
        GoTo("2026-02-05");
        Assert.Equal((Closing.FeeNotPaid, Outcome.FeeNotPaid), await Abandon());

        async Task<(Closing, Outcome)> Abandon()
        {
            var closed = await Officer.AbandonApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel);
            return (closed.Closing, closed.Outcome);
        }
    }

    [Fact]
    public async Task Nobody_approves_an_answer_of_their_own_and_what_is_approved_is_what_was_read()
    {
        var both = new ApplicationService.ApplicationServiceClient(Host.Invoker(Host.Issuer.Token([Roles.RequestOfficer, Roles.Reviewer], "city", "both")));
        var application = await Accepted();
        var proposed = await both.ProposeAnswerAsync(new() { Id = application.Id, Answer = Granted() }, cancellationToken: Cancel);

        Assert.Equal("FOUR_EYES", await ReasonOf(StatusCode.PermissionDenied, async () => await both.ApproveAnswerAsync(new() { Id = application.Id, Etag = proposed.Etag, Act = Paper() }, cancellationToken: Cancel)));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Head.ApproveAnswerAsync(new() { Id = application.Id, Etag = application.Etag, Act = Paper() }, cancellationToken: Cancel)));
        Assert.Equal(ApplicationState.Accepted, (await Head.ReturnAnswerAsync(new() { Id = application.Id, Reason = "理由不充分" }, cancellationToken: Cancel)).State);
        var answered = await Answered(application);
        Assert.Equal((ApplicationState.Answered, Outcome.Granted, "2026-01-05", false), (answered.State, answered.Outcome, answered.FinishedOn, answered.Overdue));
        Assert.Contains("先依法申请行政复议", (await Answered(await Accepted("2"), new V1.Answer { Outcome = Outcome.StateSecret, Text = "不予公开。" })).Answer.Remedies, StringComparison.Ordinal);
        Assert.DoesNotContain("先依法", answered.Answer.Remedies, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_is_given_in_part_the_original_is_never_served()
    {
        var receipt = await Desk.CreateApplicationAsync(With(NewApplication(), r => r.Channel = IntakeChannel.InPerson), cancellationToken: Cancel);
        var id = receipt.ApplicationId;
        await Officer.AcceptApplicationAsync(new() { Id = id }, cancellationToken: Cancel);
        await Officer.AddFileAsync(new() { Id = id, File = Pdf("原件.pdf", "SECRET") }, cancellationToken: Cancel);
        var files = (await Officer.AddFileAsync(new() { Id = id, File = Pdf("遮盖件.pdf", "******") }, cancellationToken: Cancel)).Files;
        var answer = new V1.Answer
        {
            Outcome = Outcome.Granted, Text = "部分公开。", Files = { new V1.GivenFile { FileId = files[1].Id, OriginalId = files[0].Id, Redactions = { new V1.Redaction { Place = "第 1 页第 2 行", Ground = Outcome.PersonalPrivacy, Reason = "第十五条" } } } }
        };
        Assert.Equal(["answer.outcome PARTLY"], await Wrong(async () => await Officer.ProposeAnswerAsync(new() { Id = id, Answer = answer }, cancellationToken: Cancel)));
        answer.Outcome = Outcome.PartlyGranted;
        await Answered(await Read(id), answer);

        var followed = await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Equal((files[1].Id, ""), (followed.Answer.Files[0].FileId, followed.Answer.Files[0].OriginalId));
        Assert.Equal("第 1 页第 2 行", followed.Answer.Files[0].Redactions[0].Place);
        Assert.Equal("遮盖件.pdf", (await ReadFile(files[1].Id)).FileName);
        Assert.Equal("NO_SUCH_FILE", await ReasonOf(StatusCode.NotFound, () => ReadFile(files[0].Id)));
        var document = await ReadFile(followed.Answer.DocumentFileId);
        Assert.EndsWith(".docx", document.FileName, StringComparison.Ordinal);

        async Task<FileContent> ReadFile(string fileId) =>
            await Anyone.ReadFollowedFileAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode, FileId = fileId }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Of_files_that_come_with_a_refused_act_nothing_is_kept()
    {
        var application = await Received();
        await RequestCorrection(application.Id, "2026-01-05");
        var folder = Path.Combine(Host.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path, "requests.db.files");
        var correction = new ReceiveCorrectionRequest { Id = application.Id, Etag = application.Etag, Wanted = Wanted("更正"), Files = { Pdf("补正.pdf", "y") } };

        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Officer.ReceiveCorrectionAsync(correction, cancellationToken: Cancel)));
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : []);
        correction.Etag = "";
        await Officer.ReceiveCorrectionAsync(correction, cancellationToken: Cancel);
        Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_application_goes_to_the_competent_agency_once_and_keeps_its_day_of_receipt()
    {
        var application = await Received(arrivedOn: "2025-12-30");
        var handed = await Transfer();
        Assert.Equal((ApplicationState.Closed, Closing.Transferred), (handed.State, handed.Closing));

        var there = await new ApplicationService.ApplicationServiceClient(As("officer-9", Roles.RequestOfficer, "county")).ListApplicationsAsync(new(), cancellationToken: Cancel);
        var one = Assert.Single(there.Applications);
        Assert.Equal(("2025-12-30", "LNHC-2025-0001"), (one.ReceivedOn, one.ReceiptNumber));
        Assert.Equal(one.Id, handed.Links[0].ApplicationId);
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, Transfer));

        async Task<V1.Application> Transfer() => await Officer.TransferApplicationAsync(new() { Id = application.Id, Act = Paper("转办函"), AgencyId = "county" }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_part_goes_elsewhere_and_the_rest_stays()
    {
        var application = await Accepted();
        var split = await Officer.SplitApplicationAsync(new() { Id = application.Id, Act = Paper(), AgencyId = "office", Part = "其中的招标公告" }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Accepted, LinkKind.SplitTo), (split.State, split.Links[0].Kind));
        var part = await Officer.GetApplicationAsync(new() { Id = split.Links[0].ApplicationId }, cancellationToken: Cancel);
        Assert.Equal(("其中的招标公告", "office", LinkKind.SplitFrom), (part.Wanted.Description, part.AgencyId, part.Links[0].Kind));
    }

    [Fact]
    public async Task Only_applications_of_one_applicant_are_merged()
    {
        var first = await Accepted("1");
        var again = await Accepted("2");
        var other = await Accepted("3", applicant: new V1.Applicant(Person("孙立")) { IdentityNumber = "11010119900307803X" });
        Assert.Equal("OTHER_APPLICANT", await ReasonOf(StatusCode.FailedPrecondition, () => Merge(other.Id)));
        Assert.Equal(Closing.Merged, (await Merge(again.Id)).Closing);
        Assert.Equal(LinkKind.MergedFrom, (await Read(first.Id)).Links[0].Kind);

        async Task<V1.Application> Merge(string id) => await Officer.MergeApplicationAsync(new() { Id = id, Act = Paper(), IntoId = first.Id }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_court_opens_it_again_with_a_new_clock_and_the_former_answer_stays_on_file()
    {
        var answered = await Answered(await Accepted());
        GoTo("2026-06-01");
        var reopened = await Officer.ReopenApplicationAsync(new() { Id = answered.Id, Act = Paper("(2026)辽03行终1号") }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Accepted, "2026-06-30", "", false), (reopened.State, reopened.DueOn, reopened.FinishedOn, reopened.Overdue));
        Assert.Equal("2026-06-01", (await Answered(reopened)).FinishedOn);
    }

    [Fact]
    public async Task What_is_opened_again_on_the_day_of_its_extension_has_the_whole_time_once_more_and_no_extension()
    {
        var accepted = await Accepted();
        await Head.ExtendPeriodAsync(new() { Id = accepted.Id, Act = Paper(), WorkingDays = 20, Reason = "第三方较多" }, cancellationToken: Cancel);
        var answered = await Answered(await Read(accepted.Id));
        var reopened = await Officer.ReopenApplicationAsync(new() { Id = answered.Id, Act = Paper("复议决定书") }, cancellationToken: Cancel);
        Assert.Equal((ApplicationState.Accepted, accepted.DueOn), (reopened.State, reopened.DueOn));
        var again = await Head.ExtendPeriodAsync(new() { Id = answered.Id, Etag = reopened.Etag, Act = Paper(), WorkingDays = 10, Reason = "又一理由" }, cancellationToken: Cancel);
        Assert.Equal(ApplicationState.Extended, again.State);
    }

    [Fact]
    public async Task Who_does_not_handle_it_sees_it_masked()
    {
        var application = await Received(description: "钱学文名下样板街 12 号的征收补偿，电话 13904120001");
        await Officer.AddNoteAsync(new() { Id = application.Id, Text = "钱学文来电" }, cancellationToken: Cancel);
        var masked = await new ApplicationService.ApplicationServiceClient(As("s", Roles.Supervisor)).GetApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel);

        Assert.True(masked.ApplicantMasked);
        Assert.Equal(("钱**", "******************"), (masked.Applicant.Name, masked.Applicant.IdentityNumber));
        Assert.DoesNotContain("学文", masked.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("13904120001", masked.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_is_ordered_by_due_date_and_shows_what_is_late()
    {
        var late = await Accepted("1", arrivedOn: "2025-11-03");
        var soon = await Accepted("2", arrivedOn: "2025-12-15");
        var later = await Received("3");
        var waiting = await Received("4", channel: IntakeChannel.Fax);
        var done = await Answered(await Accepted("5"));

        var queue = (await Officer.ListApplicationsAsync(new() { Open = true }, cancellationToken: Cancel)).Applications;
        Assert.Equal([late.Id, soon.Id, later.Id, waiting.Id], queue.Select(q => q.Id));
        Assert.Equal([true, false, false, false], queue.Select(q => q.Overdue));
        Assert.Equal(20, queue[2].WorkingDaysLeft);
        Assert.True(queue[0].WorkingDaysLeft < 0);
        Assert.Equal(3, (await Officer.ListApplicationsAsync(new() { DueUntil = "9999-12-31" }, cancellationToken: Cancel)).Applications.Count(a => a.DueOn.Length > 0));
        Assert.Empty((await Officer.ListApplicationsAsync(new() { DueUntil = "0001-01-01" }, cancellationToken: Cancel)).Applications);
        Assert.Equal([late.Id], (await Officer.ListApplicationsAsync(new() { DueUntil = "2026-01-04" }, cancellationToken: Cancel)).Applications.Select(q => q.Id));
        Assert.Equal([done.Id], (await Officer.ListApplicationsAsync(new() { Outcomes = { Outcome.Granted }, FirstFinishedYear = 2026, LastFinishedYear = 2026 }, cancellationToken: Cancel)).Applications.Select(q => q.Id));
        Assert.Equal(4, (await Officer.ListApplicationsAsync(new() { Query = "道路维修", FirstReceivedYear = 2025 }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Many_applications_of_one_applicant_and_repeated_ones_are_seen()
    {
        var first = await Received("0", description: "2025 年招标结果。");
        for (var i = 1; i < 10; i++) await Received($"{i}", description: $"第 {i} 件");
        Assert.False((await Officer.GetSameApplicantAsync(new() { Id = first.Id }, cancellationToken: Cancel)).Many);
        var again = await Received("10", description: "2025年招标结果");
        await Received("11", applicant: new V1.Applicant(Person("孙立")) { IdentityNumber = "11010119900307803X" }, description: "2025 年招标结果");

        var seen = await Officer.GetSameApplicantAsync(new() { Id = first.Id }, cancellationToken: Cancel);
        Assert.Equal((10, 10, true), (seen.TotalSize, seen.InMonth, seen.Many));
        Assert.Equal([again.Id], seen.RepeatedIds);
    }

    private static T With<T>(T value, Action<T> change)
    {
        change(value);
        return value;
    }

    private async Task<V1.Application> Read(string id) => await Officer.GetApplicationAsync(new() { Id = id }, cancellationToken: Cancel);

    private async Task<V1.Application> RequestCorrection(string id, string on) => await Officer.RequestCorrectionAsync(
        new() { Id = id, Act = Paper("补正告知书", on), Items = "请写明项目名称", CorrectUntil = "2026-01-20" }, cancellationToken: Cancel);

    private async Task<V1.Application> Reply(string id, string party, Opinion opinion) => await Officer.RecordThirdPartyReplyAsync(
        new() { Id = id, Act = Paper("复函"), ThirdPartyId = party, Opinion = opinion, Reason = "商业秘密" }, cancellationToken: Cancel);

    private async Task<V1.Application> EndThirdParties(string id) => await Officer.EndThirdPartyConsultationAsync(new() { Id = id }, cancellationToken: Cancel);

    private static async Task<V1.Application> Extend(ApplicationService.ApplicationServiceClient who, string id, int days) =>
        await who.ExtendPeriodAsync(new() { Id = id, Act = Paper("延期告知书"), WorkingDays = days, Reason = "情况复杂" }, cancellationToken: Cancel);

    private async Task<V1.Application> Delay(string id) => await Head.DelayAnswerAsync(new() { Id = id, Act = Paper(), WorkingDays = 60, Reason = "数量很大" }, cancellationToken: Cancel);

    private async Task<V1.Application> NotifyFee(string id, FeeScale scale, int quantity, string amount = "") =>
        await Officer.NotifyFeeAsync(new() { Id = id, Act = Paper("收费告知书"), Scale = scale, Quantity = quantity, Amount = amount }, cancellationToken: Cancel);
}
