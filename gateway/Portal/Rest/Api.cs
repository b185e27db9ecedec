using System.Collections.Concurrent;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.KeyAreas.V1;
using Sunshine.Ledger.V1;
using Sunshine.Powers.V1;
using Sunshine.ReadingRooms.V1;
using Sunshine.Reports.V1;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Rest;

/// <summary>The public REST of all services in the types of their contracts, as this reader may call it.</summary>
public sealed class Api(CallInvoker rest)
{
    private readonly ConcurrentDictionary<Type, ClientBase> _clients = new();

    public AgencyService.AgencyServiceClient Agency => Of(r => new AgencyService.AgencyServiceClient(r));
    public AttachmentService.AttachmentServiceClient Attachment => Of(r => new AttachmentService.AttachmentServiceClient(r));
    public CatalogueService.CatalogueServiceClient Catalogue => Of(r => new CatalogueService.CatalogueServiceClient(r));
    public ConsultationService.ConsultationServiceClient Consultation => Of(r => new ConsultationService.ConsultationServiceClient(r));
    public EditingService.EditingServiceClient Editing => Of(r => new EditingService.EditingServiceClient(r));
    public FollowingService.FollowingServiceClient Following => Of(r => new FollowingService.FollowingServiceClient(r));
    public GazetteService.GazetteServiceClient Gazette => Of(r => new GazetteService.GazetteServiceClient(r));
    public HarvestService.HarvestServiceClient Harvest => Of(r => new HarvestService.HarvestServiceClient(r));
    public ResponseService.ResponseServiceClient Response => Of(r => new ResponseService.ResponseServiceClient(r));

    public AuditService.AuditServiceClient Audit => Of(r => new AuditService.AuditServiceClient(r));
    public CoverageService.CoverageServiceClient Coverage => Of(r => new CoverageService.CoverageServiceClient(r));
    public DisclosureService.DisclosureServiceClient Disclosure => Of(r => new DisclosureService.DisclosureServiceClient(r));
    public DraftingService.DraftingServiceClient Drafting => Of(r => new DraftingService.DraftingServiceClient(r));
    public FigureService.FigureServiceClient Figure => Of(r => new FigureService.FigureServiceClient(r));
    public ImportService.ImportServiceClient Import => Of(r => new ImportService.ImportServiceClient(r));
    public LayoutService.LayoutServiceClient Layout => Of(r => new LayoutService.LayoutServiceClient(r));

    public AreaService.AreaServiceClient Area => Of(r => new AreaService.AreaServiceClient(r));
    public OversightService.OversightServiceClient Oversight => Of(r => new OversightService.OversightServiceClient(r));
    public RecordService.RecordServiceClient Record => Of(r => new RecordService.RecordServiceClient(r));

    public LedgerService.LedgerServiceClient Ledger => Of(r => new LedgerService.LedgerServiceClient(r));

    public BatchService.BatchServiceClient Batch => Of(r => new BatchService.BatchServiceClient(r));
    public FeeService.FeeServiceClient Fee => Of(r => new FeeService.FeeServiceClient(r));
    public GuideService.GuideServiceClient Guide => Of(r => new GuideService.GuideServiceClient(r));
    public LawService.LawServiceClient Law => Of(r => new LawService.LawServiceClient(r));
    public ListService.ListServiceClient List => Of(r => new ListService.ListServiceClient(r));
    public PowerService.PowerServiceClient Power => Of(r => new PowerService.PowerServiceClient(r));

    public DistributionService.DistributionServiceClient Distribution => Of(r => new DistributionService.DistributionServiceClient(r));
    public HoldingService.HoldingServiceClient Holding => Of(r => new HoldingService.HoldingServiceClient(r));
    public RoomService.RoomServiceClient Room => Of(r => new RoomService.RoomServiceClient(r));
    public UseService.UseServiceClient Use => Of(r => new UseService.UseServiceClient(r));

    public AnnualReportService.AnnualReportServiceClient AnnualReport => Of(r => new AnnualReportService.AnnualReportServiceClient(r));
    public ReportService.ReportServiceClient Report => Of(r => new ReportService.ReportServiceClient(r));

    public ApplicationService.ApplicationServiceClient Application => Of(r => new ApplicationService.ApplicationServiceClient(r));
    public ArchiveService.ArchiveServiceClient Archive => Of(r => new ArchiveService.ArchiveServiceClient(r));
    public CaseService.CaseServiceClient Case => Of(r => new CaseService.CaseServiceClient(r));
    public IntakeService.IntakeServiceClient Intake => Of(r => new IntakeService.IntakeServiceClient(r));
    public RetentionService.RetentionServiceClient Retention => Of(r => new RetentionService.RetentionServiceClient(r));
    public StatisticsService.StatisticsServiceClient Statistics => Of(r => new StatisticsService.StatisticsServiceClient(r));
    public TopicService.TopicServiceClient Topic => Of(r => new TopicService.TopicServiceClient(r));

    private T Of<T>(Func<CallInvoker, T> make) where T : ClientBase => (T)_clients.GetOrAdd(typeof(T), _ => make(rest));
}
