namespace Sunshine.Platform.Tests.Api;

/// <summary>What becomes of a figure of the published report.</summary>
internal enum FactVerdict
{
    /// <summary>The ledger of the sample year has it.</summary>
    Reproduced,

    /// <summary>The report itself, or the records, say that it cannot be so.</summary>
    Contradicted,

    /// <summary>It is no figure that acts of disclosure could add up to.</summary>
    NotApplicable
}

/// <param name="Id">Of the fact.</param>
/// <param name="FigureId">The figure of the form; empty if none is of it.</param>
/// <param name="Value">What the ledger has.</param>
/// <param name="Why">Empty for what is reproduced.</param>
internal sealed record AnshanFact(string Id, FactVerdict Verdict, string FigureId, string Value, string Why);

/// <summary>Every figure of the city's report on 2016: 116 of them.</summary>
internal static class AnshanFacts
{
    public static IReadOnlyList<AnshanFact> All { get; } =
    [
        NotApplicable("intro.report_year", "the year of the report itself"),
        NotApplicable("intro.doc.lzbmd2017-2", "the number of a document that the report cites"),
        NotApplicable("intro.parts", "how the report is divided; the rule of missing parts counts them"),
        NotApplicable("intro.period_start", "the period of the report itself"),
        NotApplicable("intro.period_end", "the period of the report itself"),
        NotApplicable("s1.doc.zbf2016-8", "the number of a document that the report cites"),
        NotApplicable("s1.doc.gbf2016-19", "the number of a document that the report cites"),
        NotApplicable("s1.doc.lwbf2016-33", "the number of a document that the report cites"),
        NotApplicable("s1.doc.lzb2016-23", "the number of a document that the report cites"),
        NotApplicable("s1.doc.awbf2016-38", "the number of a document that the report cites"),
        Reproduced("s1.consulted_units", "said.tallies.consulted", "57"),
        Reproduced("s1.key_tasks", "said.tallies.tasks", "38"),
        NotApplicable("s1.four_clear", "a number in the name of a measure"),
        Reproduced("s2.total", "proactive.total", "32912"),
        Reproduced("s2.channel.gazette", "proactive.channels.gazette", "197"),
        Reproduced("s2.channel.gazette.pct", "said.channels.gazette.share", "0.6"),
        Reproduced("s2.channel.website", "proactive.channels.website", "19815"),
        Contradicted("s2.channel.website.pct", "said.channels.website.share", "60.21", "60.2060… % is 60.21; the city took 0.01 off so that the column makes 100"),
        Reproduced("s2.channel.weibo", "proactive.channels.weibo", "4956"),
        Reproduced("s2.channel.weibo.pct", "said.channels.weibo.share", "15.06"),
        Reproduced("s2.channel.wechat", "proactive.channels.wechat", "963"),
        Reproduced("s2.channel.wechat.pct", "said.channels.wechat.share", "2.93"),
        Reproduced("s2.channel.other", "proactive.channels.other", "6981"),
        Reproduced("s2.channel.other.pct", "said.channels.other.share", "21.21"),
        Reproduced("s2.portal.total", "said.portal", "19815"),
        Reproduced("s2.portal.today", "said.columns.today", "2702"),
        Reproduced("s2.portal.today.pct", "said.columns.today.share", "13.64"),
        Reproduced("s2.portal.zwgk", "said.columns.open", "1603"),
        Reproduced("s2.portal.zwgk.pct", "said.columns.open.share", "8.09"),
        Reproduced("s2.gazette.issues", "said.gazette.issues", "16"),
        Reproduced("s2.press", "response.press-conferences", "8"),
        NotApplicable("s3.five", "a number in a name (五公开)"),
        NotApplicable("s3.1.order188", "the number of a document that the report cites"),
        Reproduced("s3.1.decisions", "said.decisions.consulted", "6"),
        Reproduced("s3.2.dibao.households", "said.relief.allowance.households", "40862"),
        Reproduced("s3.2.dibao.persons", "said.relief.allowance.people", "67620"),
        Reproduced("s3.2.dibao.monthly", "said.relief.allowance.month", "2380.06"),
        Contradicted("s3.2.dibao.cum", "", "", "twelve months of 2,380.06 (万元) are 28,560.72; no record holds the cumulative figure"),
        Reproduced("s3.2.medical.visits", "said.relief.medical.cases", "97207"),
        Reproduced("s3.2.medical.spend", "said.relief.medical.spent", "1865.69"),
        Reproduced("s3.2.temp.households", "said.relief.temporary.cases", "55318"),
        Contradicted("s3.2.temp.level", "", "", "3,313.01 (万元) over 55,318 households is 598.90 yuan a household, not a month"),
        Reproduced("s3.2.temp.spend", "said.relief.temporary.spent", "3313.01"),
        Reproduced("s3.3.credit.water", "said.credit.water", "207864"),
        Reproduced("s3.3.credit.medical", "said.credit.medical", "82308"),
        Reproduced("s3.3.credit.unemploy", "said.credit.unemploy", "23509"),
        Reproduced("s3.3.credit.injury", "said.credit.injury", "82307"),
        Reproduced("s3.3.credit.maternity", "said.credit.maternity", "82307"),
        Reproduced("s3.3.credit.pension", "said.credit.pension", "230992"),
        Reproduced("s3.3.credit.housingfund", "said.credit.housingfund", "54661"),
        Reproduced("s3.3.credit.power", "said.credit.power", "196605"),
        Contradicted("s3.3.credit.total", "said.credit.total", "960553", "the eight kinds come to 960,553, which is 184 less"),
        Reproduced("s3.4.guides", "said.guides", "5316"),
        NotApplicable("s3.4.doc.azbf2016-91", "the number of a document that the report cites"),
        Reproduced("s3.5.categories", "said.tasks.categories", "10"),
        Reproduced("s3.5.tasks", "said.tasks", "2133"),
        Reproduced("s3.5.livelihood", "said.livelihood", "20"),
        NotApplicable("s3.5.audit_year", "the year that an audit was of"),
        Reproduced("s3.5.docs", "said.gazette.documents", "197"),
        Contradicted("s4.areas", "said.areas", "", "26 areas are named, and as many areas as the sample has records of are counted"),
        Reproduced("s4.total", "said.areas.records", "24274"),
        Reproduced("s4.1.batches", "said.powers.batches", "3"),
        Reproduced("s4.1.cancel", "said.powers.cancelled", "12"),
        Reproduced("s4.1.delegate", "said.powers.delegated", "2"),
        Reproduced("s4.1.keep", "said.powers.held", "1462"),
        Reproduced("s4.2.depts", "said.finance.departments", "86"),
        Reproduced("s4.2.items", "said.finance.items", "132"),
        Contradicted("s4.2.coverage", "", "", "100 % of departments, but 132 documents where two of each of 86 would be 172"),
        Reproduced("s4.3.items", "said.areas.projects", "22"),
        Reproduced("s4.4.items", "said.areas.enterprises", "67"),
        Reproduced("s4.5.items", "said.areas.resources", "786"),
        Reproduced("s4.6.items", "said.areas.environment", "218"),
        Reproduced("s4.7.items", "said.areas.residence", "9"),
        Reproduced("s4.8.items", "said.areas.tax", "26"),
        Reproduced("s4.8.local_tax", "said.tallies.local-tax", "6.13"),
        Reproduced("s4.8.state_tax", "said.tallies.state-tax", "7"),
        Reproduced("s4.9.poverty", "said.areas.poverty", "53"),
        Reproduced("s4.9.relief", "said.areas.relief", "22"),
        Reproduced("s4.10.items", "said.areas.employment", "170"),
        Reproduced("s4.10.market", "said.tallies.market", "10000"),
        NotApplicable("s4.10.jobs", "said to be more than 90,000; job offers are not among the sample's records"),
        Reproduced("s4.10.models", "said.tallies.models", "42"),
        Reproduced("s4.11.items", "said.areas.housing", "14"),
        Reproduced("s4.12.items", "said.areas.education", "81"),
        Reproduced("s4.13.items", "said.areas.health", "100"),
        NotApplicable("s4.14.checked", "said to be more than 300; the sample has the items that were disclosed, not every check"),
        NotApplicable("s4.14.orders", "said to be more than 50; the sample has the items that were disclosed, not every order"),
        Reproduced("s4.14.items", "said.areas.food", "78"),
        Reproduced("s4.15.items", "said.areas.proposals", "21"),
        Reproduced("s5.leader", "said.tallies.leader", "5"),
        Reproduced("s5.press", "response.press-conferences", "8"),
        Reproduced("s5.items", "said.interpretations", "221"),
        NotApplicable("s6.doc.azbf2016-86", "the number of a document that the report cites"),
        NotApplicable("s6.hours", "a time limit of the rules, which the calendar holds as data"),
        Reproduced("s6.people", "said.tallies.people", "27"),
        Reproduced("s6.governor", "said.tallies.governor", "12"),
        Reproduced("s6.minxin", "said.tallies.minxin", "32663"),
        Reproduced("s6.minxin.sat", "said.tallies.minxin.satisfied", "90.77"),
        NotApplicable("s6.hotline_no", "a telephone number"),
        Reproduced("s6.hotline", "said.tallies.hotline", "172489"),
        Reproduced("s6.hotline.sat", "said.tallies.hotline.satisfied", "91"),
        Reproduced("s7.received", "requests.received", "159"),
        Reproduced("s7.by_letter", "requests.received.letter", "159"),
        Reproduced("s7.answered", "requests.answered", "159"),
        Reproduced("s7.already_public", "requests.answered.already-public", "2"),
        Reproduced("s7.granted", "requests.answered.granted", "154"),
        Reproduced("s7.partial", "requests.answered.partial", "3"),
        Reproduced("s7.review", "review.total", "0"),
        Reproduced("s7.litigation", "litigation.total", "2"),
        Reproduced("s7.lit.corrected", "litigation.corrected", "1"),
        Reproduced("s7.lit.other", "litigation.other", "1"),
        Reproduced("s8.levels", "said.rooms.levels", "4"),
        Reproduced("s8.train", "meetings.trainings", "8"),
        Reproduced("s8.train.depts", "said.tallies.train.departments", "40"),
        Reproduced("s8.train.people", "meetings.trainees", "200"),
        Reproduced("s8.places", "resources.places", "1283")
    ];

    private static AnshanFact Reproduced(string id, string figureId, string value) => new(id, FactVerdict.Reproduced, figureId, value, "");

    private static AnshanFact Contradicted(string id, string figureId, string value, string why) => new(id, FactVerdict.Contradicted, figureId, value, why);

    private static AnshanFact NotApplicable(string id, string why) => new(id, FactVerdict.NotApplicable, "", "", why);
}
