using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Guides and fees by generated clients: anybody, an editor, a publisher and a machine of the city.</summary>
public abstract class GuidesTest : PowerListTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var now = Host.Clock.GetUtcNow();
        await Host.Services.GetRequiredService<LawCollections>().Laws.Write(
            [Write.Create(Law, new Powers.Law { Id = Law, Title = "食品安全法", DocumentNumber = "主席令第二十一号", Kind = LawKind.Statute, CreatedAt = now, UpdatedAt = now })], Cancel);
    }

    protected GuideService.GuideServiceClient Anyone => new(Host.Invoker());

    protected GuideService.GuideServiceClient Editor => new(As("editor-1", Roles.Editor));

    protected GuideService.GuideServiceClient Publisher => new(As("publisher-1", Roles.Publisher));

    protected GuideService.GuideServiceClient Machine => new(As("machine", Roles.System));

    protected FeeService.FeeServiceClient Fees => new(As("publisher-1", Roles.Publisher));

    /// <summary>What a guide must say and no more: its score is 0.</summary>
    protected static V1.GuideContent Bare(string title = "食品经营许可", ServiceKind kind = ServiceKind.Licence) => new() { Title = title, Kind = kind };

    /// <summary>Everything that the table of elements asks for: its score is 100.</summary>
    protected static V1.GuideContent Whole(string title = "食品经营许可")
    {
        var content = Bare(title);
        content.Office = "市场监督管理局行政审批科";
        content.Bases.Add(new V1.LegalBasis { LawId = Law });
        content.Conditions = "具有与经营的食品品种、数量相适应的经营场所。";
        content.Audiences.Add(Audience.LegalPersons);
        content.Steps.Add(new V1.ProcessStep { Step = "受理", Text = "窗口收件", Duration = "1 个工作日", Responsible = "窗口" });
        content.Materials.Add(new V1.Material { Name = "食品经营许可申请书", Form = MaterialForm.Original, Copies = 1, BlankFormId = "form-1", ModelTextId = "model-1" });
        content.Materials.Add(new V1.Material { Name = "营业执照", Form = MaterialForm.Copy, Issuer = "市场监督管理局", Condition = "电子证照可查的，免交" });
        content.FreeOfCharge = true;
        content.TimeLimit = new V1.TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = 20, Promised = 8 };
        content.Supervision = new V1.Supervision { Phone = "0412-12345" };
        content.Places.Add(new V1.ServicePlace { Address = "铁东区胜利南路 40 号", Window = "12 号窗口", Longitude = "122.995632", Latitude = "41.110626" });
        content.Hours = "工作日 8:30-17:00";
        content.Phone = "0412-5512345";
        content.Channels.Add(new V1.ChannelRule { Channel = ServiceChannel.Online, Available = true, Url = "https://www.example.gov.cn/apply", Visits = 1 });
        content.Channels.Add(new V1.ChannelRule { Channel = ServiceChannel.Post, Available = false });
        content.Results.Add(new V1.ServiceResult { Name = "食品经营许可证", Validity = "五年" });
        content.Questions.Add(new V1.ServiceQuestion { Question = "可否代办？", Answer = "可以，需提交授权委托书。" });
        return content;
    }

    /// <summary>A law that guides may rest on.</summary>
    protected const string Law = "law-1";

    protected static CreateGuideDraftRequest NewDraft(V1.GuideContent? content = null, string requestId = "1", string agency = "city", string source = "") => new()
    {
        RequestId = requestId, Draft = new V1.GuideDraft { AgencyId = agency, SourceId = source, Content = content ?? Whole() }
    };

    /// <summary>Written by the editor, published by the publisher.</summary>
    protected async Task<V1.Guide> Published(V1.GuideContent? content = null, string requestId = "1", string agency = "city", string source = "")
    {
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(content, requestId, agency, source), cancellationToken: Cancel);
        return await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
    }

    /// <summary>The next edition of a guide.</summary>
    protected async Task<V1.Guide> Revised(string id, string note, Action<V1.GuideContent> change)
    {
        var draft = await Editor.ReviseGuideAsync(new() { Id = id }, cancellationToken: Cancel);
        draft = await Editor.UpdateGuideDraftAsync(Update(draft, note, change), cancellationToken: Cancel);
        return await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
    }

    protected static UpdateGuideDraftRequest Update(V1.GuideDraft draft, string note, Action<V1.GuideContent> change)
    {
        var changed = draft.Clone();
        change(changed.Content);
        changed.ChangeNote = note;
        return new UpdateGuideDraftRequest { Draft = changed, UpdateMask = new() { Paths = { "content", "change_note" } } };
    }

    protected static GuideRecord Record(string source, V1.GuideContent? content = null, string agency = "city", string on = "") => new()
    {
        AgencyId = agency, SourceId = source, Content = content ?? Whole($"事项 {source}"), PublishedOn = on
    };

    protected async Task<RepeatedField<ImportedRecord>> Import(params IReadOnlyList<GuideRecord> records)
    {
        var request = new BatchImportGuidesRequest();
        request.Records.Add(records);
        return (await Machine.BatchImportGuidesAsync(request, cancellationToken: Cancel)).Results;
    }

    protected static V1.FeeContent Fee(string name = "不动产登记费") => new()
    {
        Name = name, Kind = FeeKind.NonTaxRevenue, NonTaxKind = NonTaxKind.AdministrativeFee, Payer = "申请登记的单位和个人", Standard = "住宅类每件 80 元", Amount = "80", Unit = "元/件",
        Documents = "发改价格规〔2016〕2559号", SetBy = FeeSetter.Central, ToTreasury = true, ValidFrom = "2016-12-06"
    };

    protected async Task<V1.FeeItem> NewFee(V1.FeeContent? content = null, string requestId = "1", string agency = "city", string source = "") => await Fees.CreateFeeItemAsync(
        new() { RequestId = requestId, FeeItem = new V1.FeeItem { AgencyId = agency, SourceId = source, Content = content ?? Fee() } }, cancellationToken: Cancel);

    /// <summary>The fields and reasons for which an imported record was refused.</summary>
    protected static IEnumerable<string> WrongIn(ImportedRecord result) => result.Violations.Select(f => $"{f.Field} {f.Reason}");

    /// <summary>A power of the city's list.</summary>
    protected async Task<string> NewPower()
    {
        var machine = As("machine", Roles.System);
        var law = await new LawService.LawServiceClient(machine).CreateLawAsync(new() { RequestId = "law", Content = new V1.LawContent { Title = "登记法", Kind = LawKind.Statute } }, cancellationToken: Cancel);
        await new ListService.ListServiceClient(machine).CreateListAsync(new() { RequestId = "1", AgencyId = "city", Name = "清单", Level = PowerLevel.City }, cancellationToken: Cancel);
        var batches = new BatchService.BatchServiceClient(machine);
        var batch = await batches.CreateBatchAsync(
            new() { RequestId = "1", ListId = "city", Decree = new V1.Decree { Title = "公布", DecidedOn = "2015-12-01" }, EffectiveOn = "2015-12-01" }, cancellationToken: Cancel);
        var power = new V1.PowerContent
        {
            Code = "210300025QR0001000", Name = "不动产登记", Kind = PowerKind.Confirmation, AgencyId = "office", Level = PowerLevel.City, Bases = { new V1.LegalBasis { LawId = law.Id } }
        };
        batch = await batches.AppendOperationsAsync(
            new() { Id = batch.Id, Etag = batch.Etag, Operations = { new V1.Operation { Kind = OperationKind.Add, Powers = { power } } } }, cancellationToken: Cancel);
        await batches.AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: Cancel);
        return (await new PowerService.PowerServiceClient(Host.Invoker()).ListPowersAsync(new() { ListId = "city" }, cancellationToken: Cancel)).Powers.Single().Id;
    }
}
