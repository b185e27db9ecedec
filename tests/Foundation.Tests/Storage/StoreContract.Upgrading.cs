using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    /// <summary>A later version has the agency in capitals.</summary>
    private static readonly Collection<Notice> Later = new("notices", x => x.Id, NoticeJson.Default.Notice)
    {
        Version = 2, Upgrade = n => n with { Agency = n.Agency.ToUpperInvariant() }, Fields = [Notices.Agency, Notices.Number]
    };

    /// <summary>The same store, opened by the next process.</summary>
    protected abstract Task<IStore> Reopen(IStore store);

    [Fact]
    public async Task Documents_of_an_earlier_version_are_read_and_found_in_the_form_of_the_later_one()
    {
        await Save(new Notice { Id = "n1", Agency = "as-finance" });
        await using var later = await Reopen(Store);
        var documents = later.Open(Later);
        var found = Assert.Single((await documents.List(new() { Where = [Notices.Agency.Is("AS-FINANCE")], Size = 10 }, Cancel)).Documents);
        Assert.Equal((1L, "AS-FINANCE"), (found.Revision, found.Value.Agency));
        Assert.Equal(found, await documents.Get("n1", Cancel), (a, b) => (a!.Revision, a.Value.Agency) == (b!.Revision, b.Value.Agency));
        Assert.Empty((await documents.List(new() { Where = [Notices.Agency.Is("as-finance")], Size = 10 }, Cancel)).Documents);
    }
}
