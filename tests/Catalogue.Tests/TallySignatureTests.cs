using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;

namespace Sunshine.Catalogue.Tests;

/// <summary>The city's hotline signs its figures; its other sources do not, and county-1 signs all of its.</summary>
public sealed class TallySignatureTests : CatalogueTest
{
    private static readonly SignerKey Hotline = SignerKey.Generate("hotline.example");
    private static readonly SignerKey Next = SignerKey.Generate("hotline-2026.example");
    private static readonly SignerKey County = SignerKey.Generate("county.example");

    protected override IReadOnlyDictionary<string, string?> Settings => new (string Agency, string Source, SignerKey Key)[] { ("city", "12345", Hotline), ("city", "12345", Next), ("county-1", "", County) }
        .SelectMany((k, i) => new[] { ("Agency", k.Agency), ("Source", k.Source), ("Key", k.Key.Verifier.ToString()) }.Select(s => KeyValuePair.Create($"Catalogue:TallyKeys:{i}:{s.Item1}", (string?)s.Item2))).ToDictionary();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task A_signed_figure_is_a_note_that_anybody_can_verify_and_the_ledger_has_its_digest_and_signer()
    {
        var sent = Signed(Figure(), Hotline);
        var kept = await Report(sent);
        Assert.Equal((sent.Signature, Hotline.Verifier.ToString()), (kept.Signature, kept.SignerKey));
        var note = SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(kept.Statement));
        Assert.Equal([Hotline.Verifier], note.Verify(VerifierKey.Parse(kept.SignerKey)).Select(s => s.Key));
        Assert.Equal(
            "sunshine.catalogue.v1.Tally\nagencyId: city\nsource: 12345\nmeasure: 办理件数\nperiodFrom: 2016-01-01\nperiodTo: 2016-12-31\nvalue: 172489.0\nunit: 件\nscope: 全市\ndocumentNumber: 鞍政办发〔2017〕3号\nitemId: \nreplaces: \n",
            note.Text);
        Assert.Equal(kept, await Anyone.GetTallyAsync(new() { Id = kept.Id }, cancellationToken: Cancel));

        var act = (await ActLog.Of(Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name), CatalogueModule.Name, Acts.Of, Cancel)).Acts.Single(a => a.Resource == "tallies/" + kept.Id);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(kept.Statement))), act.Digest);
        Assert.Contains("signer=" + Hotline.Verifier, act.Notes);
    }

    [Fact]
    public async Task A_correction_is_signed_with_what_it_replaces_by_an_old_key_or_the_next()
    {
        var first = await Report(Signed(Figure(), Hotline));
        var better = await Report(Signed(new(Figure()) { Value = "172490", Replaces = first.Id }, Next));
        Assert.Equal((first.Id, Next.Verifier.ToString()), (better.Replaces, better.SignerKey));
    }

    [Fact]
    public async Task Nothing_but_what_the_source_signed_is_taken_from_it()
    {
        await RequireRefused("REQUIRED", Figure());
        await RequireRefused("BAD_SIGNATURE", new(Signed(Figure(), Hotline)) { Value = "172490.0" });
        await RequireRefused("BAD_SIGNATURE", new(Signed(Figure(), Hotline)) { Value = "172489" });
        await RequireRefused("BAD_SIGNATURE", Signed(Figure(), County));
        await RequireRefused("BAD_SIGNATURE", new(Figure()) { Signature = "— hotline.example AAAA" });
        await RequireRefused("BAD_SIGNATURE", new(Figure()) { Signature = "rubbish\n\n— more" });
        await RequireRefused("REQUIRED", new(Figure()) { AgencyId = "county-1", Source = "any" });
        // The same name and another key.
        await RequireRefused("BAD_SIGNATURE", Signed(Figure(), SignerKey.Generate("hotline.example")));
        Assert.Empty((await Anyone.ListTalliesAsync(new(), cancellationToken: Cancel)).Tallies);
        await Report(Signed(new(Figure()) { AgencyId = "county-1", Source = "any" }, County));
    }

    [Fact]
    public async Task Where_no_key_is_known_there_is_no_signature_that_nobody_could_verify()
    {
        await RequireRefused("UNKNOWN_SIGNER", Signed(new(Figure()) { Source = "民心网" }, Hotline));
        var unsigned = await Report(new(Figure()) { Source = "民心网" });
        Assert.Equal(("", "", TallyStatement.TextOf(unsigned)), (unsigned.Signature, unsigned.SignerKey, unsigned.Statement));
    }

    [Theory]
    [InlineData("scope", "", "REQUIRED")]
    [InlineData("documentNumber", "", "REQUIRED")]
    [InlineData("source", "民心网\nvalue: 2", "SEVERAL_LINES")]
    [InlineData("measure", "件\t数", "SEVERAL_LINES")]
    [InlineData("scope", "全市\u2028", "SEVERAL_LINES")]
    public async Task A_statement_says_whom_it_covers_and_where_it_stands_in_one_line_each(string field, string value, string reason)
    {
        var tally = new V1.Tally(Figure()) { Source = "民心网" };
        var descriptor = V1.Tally.Descriptor.Fields.InFieldNumberOrder().Single(f => f.JsonName == field);
        descriptor.Accessor.SetValue(tally, value);
        Assert.Equal([("tally." + field, reason)], (await Refused(StatusCode.InvalidArgument, () => Report(tally))).Fields());
    }

    [Fact]
    public async Task An_item_is_a_document_too()
    {
        var item = await ImportedId(Record("1"));
        Assert.Equal(item, (await Report(new(Figure()) { Source = "民心网", DocumentNumber = "", ItemId = item })).ItemId);
    }

    private ResponseService.ResponseServiceClient Anyone => new(Host.Invoker());

    private static V1.Tally Figure() => new()
    {
        AgencyId = "city", Source = "12345", Measure = "办理件数", PeriodFrom = "2016-01-01", PeriodTo = "2016-12-31", Value = "172489.0", Unit = "件", Scope = "全市", DocumentNumber = "鞍政办发〔2017〕3号"
    };

    private static V1.Tally Signed(V1.Tally tally, SignerKey key) => new(tally) { Signature = TallyStatement.Sign(tally, key) };

    private async Task<V1.Tally> Report(V1.Tally tally) => await new ResponseService.ResponseServiceClient(Host.As(Roles.Admin))
        .CreateTallyAsync(new() { Tally = tally, RequestId = Ids.New(TimeProvider.System) }, cancellationToken: Cancel);

    private async Task RequireRefused(string reason, V1.Tally tally) => Assert.Equal([("tally.signature", reason)], (await Refused(StatusCode.InvalidArgument, () => Report(tally))).Fields());
}
