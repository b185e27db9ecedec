using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.IntakeService</c>; the contract says what each does.</summary>
public sealed class IntakeRpcs(
    Collections collections, Register register, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies, ApplicationFiles files, SealedData sealing, [FromKeyedServices(RequestsModule.Name)] CallLimit limit,
    ClientAddress client, Law law, IOptions<RequestsOptions> options)
    : IntakeService.IntakeServiceBase
{
    [AllowAnonymous]
    public override async Task<CreateApplicationResponse> CreateApplication(CreateApplicationRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var agencies = await agencyCopies.ReadWith(request.AgencyId, cancel);
        var officer = caller.Roles.Contains(Roles.RequestOfficer);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Enum("channel", request.Channel, required: officer);
        var arrivedOn = v.Day("arrivedOn", request.ArrivedOn) ?? law.Today;
        var confirmedOn = v.Day("confirmedOn", request.ConfirmedOn);
        CheckIntake(request, officer, arrivedOn, confirmedOn, v);
        var (given, wanted) = (request.Applicant ?? new V1.Applicant(), request.Wanted ?? new V1.Wanted());
        var text = law.Regulations.Find(arrivedOn);
        if (text is null) v.Add("arrivedOn", "BEFORE_THE_LAW", "该日尚无政府信息公开条例。", "No regulation on disclosure was in force on that day.");
        else ApplicantRules.Check(given, wanted.Handover, text, "applicant.", v);
        ApplicantRules.Check(wanted, "wanted.", v);
        await ApplicationFiles.Check(request.Files, v, cancel);
        v.ThrowIfAny();
        if (officer) agencies.RequireActingFor(caller, request.AgencyId);
        if (agencies.Find(request.AgencyId)!.DissolvedOn is { } gone && gone <= law.Today)
            throw RequestsRefusals.AgencyDissolved.Of(request.AgencyId).With("successors", string.Join(',', agencies.Find(request.AgencyId)!.Successors));

        // What is applied for is part of the key: callers without an account may choose the same request id, and must not get each other's receipt.
        var id = Ids.Of("application", officer ? caller.Subject : "", request.RequestId, Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray())));
        if (await collections.Entries.Get(id, cancel) is { } before) return Receipt(before.Value, agencies, officer);
        if (!officer)
            await limit.Take(["applications", client.Of(context)], id, options.Value.ApplicationsPerHour, TimeSpan.FromHours(1), RequestsRefusals.TooManyApplications, cancel);

        var channel = request.Channel == 0 ? IntakeChannel.Online : request.Channel;
        var received = ReceiptRule.ReceivedOn(text!, channel, request.PlainMail, arrivedOn, options.Value.ReceiptBefore2019) ?? confirmedOn;
        var applicant = Map.ToApplicant(given);
        var papers = new Papers
        {
            Applicant = applicant, Wanted = Map.ToWanted(wanted), Salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            Files = await files.Keep(request.Files, fromApplicant: true, cancel)
        };
        var act = officer ? new Act(arrivedOn, "", "", caller.Subject) : Act.OfApplicant(law.Today);
        var stored = await Store(id, number => Application.Register(new Entry
        {
            Id = id, ReceiptNumber = number, AgencyId = request.AgencyId, Channel = channel, PlainMail = request.PlainMail, ApplicantKind = given.Kind, ArrivedOn = arrivedOn,
            ReceivedOn = received, ApplicantKey = ApplicantKey.Of(applicant, sealing), Subject = Privacy.SubjectOf(papers.Wanted, applicant), State = ApplicationState.Registered,
            CreatedAt = law.Now, UpdatedAt = law.Now
        }, papers, act, law), agencies.Find(request.AgencyId)!, arrivedOn.Year, cancel);
        // The same call may have come twice at once: then the files of the other one are those of the application.
        if (papers.Files.Count > 0 && register.Open(stored.Value).Papers.Files.All(f => f.Id != papers.Files[0].Id)) await files.Forget(papers.Files);
        return Receipt(stored.Value, agencies, officer);
    }

    [AllowAnonymous]
    public override async Task<FollowedApplication> FollowApplication(FollowApplicationRequest request, ServerCallContext context)
    {
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, context.CancellationToken);
        return Map.ToFollowed(register.Open(found.Value), await agencyCopies.Read(context.CancellationToken), law);
    }

    [AllowAnonymous]
    public override async Task<DueDateExplanation> ExplainFollowedDueDate(ExplainFollowedDueDateRequest request, ServerCallContext context)
    {
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, context.CancellationToken);
        return Map.ToProto(register.Open(found.Value).DueDate(law) ?? throw RequestsRefusals.NotReceived.Of(), law);
    }

    [AllowAnonymous]
    public override async Task<FileContent> ReadFollowedFile(ReadFollowedFileRequest request, ServerCallContext context)
    {
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, context.CancellationToken);
        var papers = register.Open(found.Value).Papers;
        var file = OwnFiles(papers).FirstOrDefault(f => f.Id == request.FileId) ?? throw RequestsRefusals.NoSuchFile.Of(request.FileId);
        return await files.Read(file, context.CancellationToken);
    }

    [AllowAnonymous]
    public override async Task<FollowedApplication> CorrectApplication(CorrectApplicationRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, cancel);
        var v = new Violations();
        var wanted = request.Wanted ?? new V1.Wanted();
        ApplicantRules.Check(wanted, "wanted.", v);
        await ApplicationFiles.Check(request.Files, v, cancel);
        v.ThrowIfAny();
        StateTable.Require(Verb.ReceiveCorrection, found.Value);
        var kept = await files.Keep(request.Files, fromApplicant: true, cancel);
        return await files.Referring(kept, () => Save(found, register.Open(found.Value).ReceiveCorrection(Act.OfApplicant(law.Today), Map.ToWanted(wanted), kept, law), cancel));
    }

    [AllowAnonymous]
    public override async Task<FollowedApplication> WithdrawApplication(WithdrawApplicationRequest request, ServerCallContext context)
    {
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, context.CancellationToken);
        return await Save(found, register.Open(found.Value).Withdraw(Act.OfApplicant(law.Today), law), context.CancellationToken);
    }

    [AllowAnonymous]
    public override async Task<OwnData> ExportOwnData(ExportOwnDataRequest request, ServerCallContext context)
    {
        var found = await register.Follow(request.ReceiptNumber, request.QueryCode, context.CancellationToken);
        var application = register.Open(found.Value);
        var papers = application.Papers;
        var own = new OwnData
        {
            Application = Map.ToFollowed(application, await agencyCopies.Read(context.CancellationToken), law),
            KeptUntil = found.Value is { Held: false, AnonymisedAt: null } ? Days.Format(found.Value.FinishedOn?.AddDays(options.Value.KeepPersonalDataFor)) : ""
        };
        if (papers.Applicant is { } applicant) own.Applicant = Map.ToProto(applicant, found.Value.ApplicantKind);
        if (papers.Wanted is { } wanted) own.Wanted = Map.ToProto(wanted);
        own.Files.Add(OwnFiles(papers).Select(Map.ToProto));
        return own;
    }

    private void CheckIntake(CreateApplicationRequest request, bool officer, DateOnly arrivedOn, DateOnly? confirmedOn, Violations v)
    {
        if (!officer)
        {
            const string Chinese = "只有工作人员登记其他渠道的申请时填写。", English = "Only for officers who register what came by another way.";
            if (request.Channel is not (IntakeChannel.Unspecified or IntakeChannel.Online)) v.Add("channel", "NOT_ALLOWED", Chinese, English);
            if (request.PlainMail) v.Add("plainMail", "NOT_ALLOWED", Chinese, English);
            if (request.ArrivedOn.Length > 0) v.Add("arrivedOn", "NOT_ALLOWED", Chinese, English);
            if (request.ConfirmedOn.Length > 0) v.Add("confirmedOn", "NOT_ALLOWED", Chinese, English);
            return;
        }

        if (request.PlainMail && request.Channel != IntakeChannel.Letter) v.Add("plainMail", "NOT_ALLOWED", "只适用于信函。", "Only for letters.");
        if (arrivedOn > law.Today) v.Add("arrivedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (confirmedOn > law.Today) v.Add("confirmedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (confirmedOn < arrivedOn) v.Add("confirmedOn", "BEFORE_ARRIVAL", "不能早于到达之日。", "Must not be before it arrived.");
    }

    private Task<Stored<Entry>> Store(string id, Func<string, Application> make, AgencyCopy agency, int year, CancellationToken cancel) =>
        ReceiptNumbers.Store(collections, register, make, agency, year, cancel);

    private async Task<FollowedApplication> Save(Stored<Entry> read, Application changed, CancellationToken cancel)
    {
        await register.Save(read, changed, null, cancel);
        return Map.ToFollowed(changed, await agencyCopies.Read(cancel), law);
    }

    /// <summary>What the applicant sent or was given; never the original of something that was left out.</summary>
    private static IEnumerable<KeptFile> OwnFiles(Papers papers)
    {
        var given = papers.FormerAnswers.Append(papers.Answer).OfType<Answer>().Where(a => a.AnsweredAt is not null).SelectMany(a => a.Files.Select(f => f.FileId).Append(a.DocumentFileId)).ToHashSet();
        return papers.Files.Where(f => f.FromApplicant || given.Contains(f.Id));
    }

    private CreateApplicationResponse Receipt(Entry entry, AgencyCopies.Snapshot agencies, bool officer) => new()
    {
        ReceiptNumber = entry.ReceiptNumber, QueryCode = register.QueryCodeOf(entry.Id), AgencyName = agencies.NameOf(entry.AgencyId), ArrivedOn = Days.Format(entry.ArrivedOn),
        ReceivedOn = Days.Format(entry.ReceivedOn), DueOn = Days.Format(entry.DueOn), ApplicationId = officer ? entry.Id : ""
    };
}
