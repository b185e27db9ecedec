using Google.Protobuf;
using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

public sealed class IntakeTests : RequestsTest
{
    [Fact]
    public async Task Anybody_applies_online_and_follows_it_by_number_and_code()
    {
        var receipt = await Anyone.CreateApplicationAsync(NewApplication(), cancellationToken: Cancel);

        Assert.Equal("LNAS-2026-0001", receipt.ReceiptNumber);
        Assert.Equal(("机关 city", "2026-01-05", "", "", ""), (receipt.AgencyName, receipt.ArrivedOn, receipt.ReceivedOn, receipt.DueOn, receipt.ApplicationId));
        var followed = await Follow(receipt, receipt.QueryCode.ToLowerInvariant().Replace("-", ""));
        Assert.Equal((ApplicationState.Registered, "2026-01-05", ""), (followed.State, followed.ArrivedOn, followed.ReceivedOn));
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, () => Follow(receipt, "0000-0000-0000")));
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, async () => await Anyone.FollowApplicationAsync(new() { ReceiptNumber = "LNAS-2026-0002", QueryCode = receipt.QueryCode }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task The_same_again_gets_the_same_receipt_and_something_else_another()
    {
        var first = await Anyone.CreateApplicationAsync(NewApplication(), cancellationToken: Cancel);

        Assert.Equal(first, await Anyone.CreateApplicationAsync(NewApplication(), cancellationToken: Cancel));
        var other = await Anyone.CreateApplicationAsync(NewApplication(description: "别的信息"), cancellationToken: Cancel);
        Assert.NotEqual((first.ReceiptNumber, first.QueryCode), (other.ReceiptNumber, other.QueryCode));
    }

    [Fact]
    public async Task Everything_that_the_law_demands_and_that_is_missing_is_named_at_once()
    {
        Assert.Equal(
            ["requestId REQUIRED", "agencyId REQUIRED", "applicant.kind REQUIRED", "applicant.name REQUIRED", "applicant.phone REQUIRED", "wanted.description REQUIRED", "wanted.medium REQUIRED", "wanted.handover REQUIRED"],
            await Wrong(async () => await Anyone.CreateApplicationAsync(new(), cancellationToken: Cancel)));

        var request = NewApplication();
        request.Applicant.IdentityNumber = ResidentId[..17] + "0";
        request.Applicant.Email = "nobody";
        request.Wanted.Handover = Handover.Post;
        request.Applicant.Address = "";
        request.Files.Add(new NewFile { FileName = "a.exe", Content = ByteString.CopyFromUtf8("MZ") });
        request.Files.Add(new NewFile { FileName = "b.pdf", Content = ByteString.CopyFromUtf8("<html>") });
        Assert.Equal(
            ["applicant.email MALFORMED", "applicant.identityNumber MALFORMED", "applicant.address REQUIRED", "files[0].fileName TYPE_NOT_ALLOWED", "files[1].content TYPE_MISMATCH"],
            await Wrong(async () => await Anyone.CreateApplicationAsync(request, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Organisations_prove_themselves_by_their_credit_code()
    {
        var company = new V1.Applicant { Kind = ApplicantKind.Enterprise, Name = "样板贸易有限公司", Phone = "0412-5550001" };
        Assert.Equal(["applicant.creditCode REQUIRED", "applicant.contactPerson REQUIRED"],
            await Wrong(async () => await Anyone.CreateApplicationAsync(NewApplication(applicant: company), cancellationToken: Cancel)));

        company.ContactPerson = "李文";
        company.CreditCode = "91350100M000100Y43";
        Assert.NotEmpty((await Anyone.CreateApplicationAsync(NewApplication(applicant: company), cancellationToken: Cancel)).ReceiptNumber);
        company.CreditCode = "91350100M000100Y44";
        Assert.Equal(["applicant.creditCode MALFORMED"], await Wrong(async () => await Anyone.CreateApplicationAsync(NewApplication(applicant: company), cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Under_the_regulation_of_2008_nobody_proves_who_they_are()
    {
        var request = NewApplication(applicant: new V1.Applicant { Kind = ApplicantKind.NaturalPerson, Name = "钱学文", Phone = "13904120001" });
        request.Channel = IntakeChannel.Letter;
        request.ArrivedOn = "2016-01-04";
        var receipt = await Desk.CreateApplicationAsync(request, cancellationToken: Cancel);

        Assert.Equal(("2016-01-04", "2016-01-25"), (receipt.ReceivedOn, receipt.DueOn));
        request.ArrivedOn = "2019-05-15";
        Assert.Equal(["applicant.identityDocument REQUIRED"], await Wrong(async () => await Desk.CreateApplicationAsync(request, cancellationToken: Cancel)));
        request.ArrivedOn = "2008-04-30";
        Assert.Contains("arrivedOn BEFORE_THE_LAW", await Wrong(async () => await Desk.CreateApplicationAsync(request, cancellationToken: Cancel)));
    }

    [Theory]
    [InlineData(IntakeChannel.InPerson, false, "2025-12-30")]
    [InlineData(IntakeChannel.Letter, false, "2025-12-30")]
    [InlineData(IntakeChannel.Letter, true, "")]
    [InlineData(IntakeChannel.Fax, false, "")]
    [InlineData(IntakeChannel.Email, false, "")]
    [InlineData(IntakeChannel.Online, false, "")]
    public async Task The_channel_decides_the_day_of_receipt(IntakeChannel channel, bool plainMail, string received)
    {
        var request = NewApplication();
        (request.Channel, request.PlainMail, request.ArrivedOn) = (channel, plainMail, "2025-12-30");
        var receipt = await Desk.CreateApplicationAsync(request, cancellationToken: Cancel);
        Assert.Equal(received, receipt.ReceivedOn);
        if (received.Length > 0) return;

        Assert.Equal("NOT_RECEIVED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.AcceptApplicationAsync(new() { Id = receipt.ApplicationId }, cancellationToken: Cancel)));
        var confirmed = await Officer.ConfirmReceiptAsync(new() { Id = receipt.ApplicationId, Act = new() { On = "2025-12-31", Note = "电话确认" } }, cancellationToken: Cancel);
        Assert.Equal(("2025-12-31", "《政府信息公开条例》(国务院令第711号)"), (confirmed.ReceivedOn, confirmed.Regulation));
        Assert.Equal("RECEIVED_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.ConfirmReceiptAsync(new() { Id = receipt.ApplicationId }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Applicants_cannot_say_what_only_the_office_knows()
    {
        var request = NewApplication();
        (request.Channel, request.PlainMail, request.ArrivedOn, request.ConfirmedOn) = (IntakeChannel.Letter, true, "2020-01-01", "2020-01-02");
        Assert.Equal(["channel NOT_ALLOWED", "plainMail NOT_ALLOWED", "arrivedOn NOT_ALLOWED", "confirmedOn NOT_ALLOWED"],
            await Wrong(async () => await Anyone.CreateApplicationAsync(request, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task One_address_cannot_flood_the_register_and_repeating_takes_no_more()
    {
        for (var i = 0; i < 10; i++) await Anyone.CreateApplicationAsync(NewApplication($"{i}"), cancellationToken: Cancel);

        Assert.Equal("TOO_MANY_APPLICATIONS", await ReasonOf(StatusCode.ResourceExhausted, async () => await Anyone.CreateApplicationAsync(NewApplication("10"), cancellationToken: Cancel)));
        Assert.NotEmpty((await Anyone.CreateApplicationAsync(NewApplication("3"), cancellationToken: Cancel)).ReceiptNumber);
        Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEmpty((await Anyone.CreateApplicationAsync(NewApplication("10"), cancellationToken: Cancel)).ReceiptNumber);
    }

    [Fact]
    public async Task The_applicant_reads_back_what_was_sent_and_all_that_is_kept()
    {
        var request = NewApplication();
        request.Files.Add(Pdf("身份证.pdf", "card"));
        var receipt = await Anyone.CreateApplicationAsync(request, cancellationToken: Cancel);

        var own = await Anyone.ExportOwnDataAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Equal((request.Applicant, request.Wanted), (own.Applicant, own.Wanted));
        var file = Assert.Single(own.Files);
        var content = await Anyone.ReadFollowedFileAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode, FileId = file.Id }, cancellationToken: Cancel);
        Assert.Equal(("身份证.pdf", "application/pdf", request.Files[0].Content), (content.FileName, content.MediaType, content.Content));
    }

    [Fact]
    public async Task An_officer_of_another_agency_neither_registers_nor_learns_of_it()
    {
        var county = new IntakeService.IntakeServiceClient(As("officer-9", Roles.RequestOfficer, "county"));
        var request = NewApplication();
        request.Channel = IntakeChannel.Letter;
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.CreateApplicationAsync(request, cancellationToken: Cancel)));

        var application = await Received();
        var other = new ApplicationService.ApplicationServiceClient(As("officer-9", Roles.RequestOfficer, "county"));
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, async () => await other.GetApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, async () => await other.AcceptApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel)));
    }

    private async Task<FollowedApplication> Follow(CreateApplicationResponse receipt, string code) =>
        await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = code }, cancellationToken: Cancel);
}
