using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Tests.Hosting;

public sealed class ImportsTests
{
    [Fact]
    public async Task Those_that_others_were_quicker_with_are_looked_at_anew_and_no_other()
    {
        var tried = new List<string>();
        await Imports.UntilStored([1, 2, 3], 3, waiting =>
        {
            tried.Add(string.Join(',', waiting));
            return Task.FromResult<IReadOnlyList<int>>([.. waiting.Where(w => w > tried.Count)]);
        });
        Assert.Equal(["1,2,3", "2,3", "3"], tried);
        await Imports.UntilStored<int>([], 0, _ => throw new InvalidOperationException("Nothing waits."));
    }

    [Fact]
    public async Task Where_others_are_always_quicker_it_is_given_up()
    {
        var tries = 0;
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Imports.UntilStored([1], 3, waiting =>
        {
            tries++;
            return Task.FromResult(waiting);
        }));
        Assert.Equal(("STALE_ETAG", 3), (refused.Refusal.Reason, tries));
    }

    [Fact]
    public void A_record_that_is_refused_has_no_id_and_all_that_is_wrong()
    {
        var v = new Violations("records[3].");
        v.Required("name", "");
        var result = new ImportedRecord { SourceId = "x", Id = "y", Fate = RecordFate.Created };
        result.Refuse(v, Language.English);
        Assert.Equal(("x", "", RecordFate.Refused, "records[3].name REQUIRED Required."), (result.SourceId, result.Id, result.Fate, string.Join(' ', result.Violations.Select(f => $"{f.Field} {f.Reason} {f.Description}"))));
    }
}
