using Sunshine.Finance.V1;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>Twenty days, all counted, from the approval or the handing down (预算法, art. 14).</summary>
public sealed class LatenessTests : DisclosuresTest
{
    [Theory]
    [InlineData("2016-02-01", "2016-02-01", "2016-02-21", Timeliness.InTime, 0)]
    [InlineData("2016-02-01", "2016-02-20", "2016-02-21", Timeliness.InTime, 0)]
    [InlineData("2016-02-01", "2016-02-21", "2016-02-21", Timeliness.InTime, 0)]
    [InlineData("2016-02-01", "2016-02-22", "2016-02-21", Timeliness.Late, 1)]
    [InlineData("2016-02-10", "2016-03-02", "2016-03-01", Timeliness.Late, 1)]
    [InlineData("2016-12-20", "2017-02-08", "2017-01-09", Timeliness.Late, 30)]
    [InlineData("2015-01-01", "2015-01-22", "2015-01-21", Timeliness.Late, 1)]
    [InlineData("2014-12-31", "2015-06-01", "", Timeliness.Unspecified, 0)]
    public async Task Days_around_the_twentieth(string approvedOn, string publishedOn, string due, Timeliness timeliness, int late)
    {
        var release = (await Get((await Import(Record(approvedOn: approvedOn, publishedOn: publishedOn))).Id)).Release;
        Assert.Equal((due, timeliness, late), (release.DueOn, release.Timeliness, release.DaysLate));
    }

    [Fact]
    public async Task Who_was_late_stays_so_through_a_correction_and_an_amendment_has_a_time_of_its_own()
    {
        var late = Record(publishedOn: "2016-02-23");
        var correction = Record(publishedOn: "2016-03-23", total: "1.00");
        (correction.Change, correction.ChangeReason) = (ReleaseChange.Correction, "数字有误");
        var again = Record(publishedOn: "2016-03-24", total: "2.00");
        (again.Change, again.ChangeReason) = (ReleaseChange.Correction, "仍有误");
        var amendment = Record(approvedOn: "2016-05-01", publishedOn: "2016-05-20", total: "3.00");
        (amendment.Change, amendment.ChangeReason, amendment.ChangeBasis) = (ReleaseChange.Amendment, "追加", "市人大常委会决定");
        // The day of the approval was stated wrongly: with the right one it was in time.
        var approval = Record(approvedOn: "2016-05-02", publishedOn: "2016-06-20", total: "3.00");
        (approval.Change, approval.ChangeReason) = (ReleaseChange.Correction, "批准日期有误");
        var results = await ImportAll(late, correction, again, amendment, approval);
        Assert.Equal([RecordFate.Created, RecordFate.Updated, RecordFate.Updated, RecordFate.Updated, RecordFate.Updated], results.Select(r => r.Fate));
        var releases = (await Disclosures.ListReleasesAsync(new() { Id = results[0].Id }, cancellationToken: Cancel)).Releases;
        Assert.Equal(
            [("2016-02-21", 2), ("2016-02-21", 2), ("2016-02-21", 2), ("2016-05-21", 0), ("2016-05-22", 0)], releases.Select(r => (r.DueOn, r.DaysLate)));
        Assert.Equal([Timeliness.Late, Timeliness.Late, Timeliness.Late, Timeliness.InTime, Timeliness.InTime], releases.Select(r => r.Timeliness));
    }

    [Fact]
    public async Task Of_kinds_for_which_the_law_sets_no_time_nobody_is_late()
    {
        var record = Record(publishedOn: "2017-06-01");
        (record.Kind, record.Subject) = (DisclosureKind.SpecialFund, "扶贫资金");
        record.Statements.Clear();
        Assert.Equal((Timeliness.Unspecified, ""), (await Get((await Import(record)).Id)).Release is var r ? (r.Timeliness, r.DueOn) : default);
    }
}
