using System.Text;
using Google.Protobuf;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Another installation: the digests of its listed items, then the items that differ, a hundred at once. Its index numbers are kept where
/// they fit this catalogue's scheme, its links between items where both ends are here; attachments stay there.
/// </summary>
public sealed class SunshineUpstream(HarvestSource source, HarvestMapping mapping, HarvestHttp http, IDocuments<HarvestedItem> held, IndexNumberScheme scheme) : IUpstream
{
    /// <summary>In bytes: a hundred items of the longest text.</summary>
    private const int LargestAnswer = 128 * 1024 * 1024;

    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public int Portion => 100;

    private string Window => source.UpstreamAgencyId.Length > 0 ? "?agencyId=" + Uri.EscapeDataString(source.UpstreamAgencyId) : "";

    public async Task<Gathering> Gather(HarvestState? known, HarvestSpool into, CancellationToken cancel)
    {
        using var answer = await http.Get(source, Address("items:digests" + Window), null, cancel);
        try
        {
            using var text = new StreamReader(await http.Body(answer, cancel));
            string? last = null;
            long lines = 0;
            while (await text.ReadLineAsync(cancel) is { } line)
            {
                if (last is not null) throw new UpstreamException("MALFORMED", $"There is something after the last line, in line {lines + 1}.");
                var parts = line.Split(' ');
                if (parts is [ItemDigests.LastLine, _, _]) last = line;
                else if (parts is [{ Length: > 0 and <= 64 } id, { Length: 64 } digest] && ItemRules.IsSourceId(id)) into.Add(new Gathered(id, digest, 0, null, []));
                else throw new UpstreamException("MALFORMED", $"Line {lines + 1} is not an id and a digest.");
                lines++;
            }

            into.Sort(cancel);
            if (last != $"{ItemDigests.LastLine} {into.Side.Count} {into.Side.Digest}")
                throw new UpstreamException("INCOMPLETE", last is null ? $"The list broke off after {lines} lines." : "The list is not what its last line says.");
        }
        catch (Exception e) when (HttpBroken(e, cancel) is { } broken)
        {
            throw broken;
        }

        return new Gathering(false, "", "", []);
    }

    public async Task<IReadOnlyList<Gathered>> Fetch(IReadOnlyList<Gathered> objects, CancellationToken cancel)
    {
        using var answer = await http.Get(source, Address("items:batchGet?" + string.Join('&', objects.Select(o => "ids=" + Uri.EscapeDataString(o.UpstreamId)))), null, cancel);
        var found = (await Read<V1.BatchGetItemsResponse>(answer, cancel)).Items.ToDictionary(i => i.Id);
        var referred = found.Values.SelectMany(i => i.References).Select(r => r.ItemId).Where(id => id.Length > 0).Distinct().ToDictionary(id => HarvestedItem.IdOf(source.Id, id));
        var here = new Dictionary<string, string>();
        foreach (var part in referred.Chunk(1_000))
        {
            foreach (var (_, record) in await held.GetMany([.. part.Select(p => p.Key)], cancel)) here[record.Value.UpstreamId] = record.Value.ItemId;
        }

        return [.. objects.Select(o => found.TryGetValue(o.UpstreamId, out var item) && item.Withdrawal is null ? Record(o, item, here) : o with
        {
            Problems = [new Violation("", "GONE", "采集期间该信息已不再公开。", "It went from the public while it was being harvested.")]
        })];
    }

    public async Task<HarvestSide?> State(CancellationToken cancel)
    {
        using var answer = await http.Get(source, Address("items:balance" + Window), null, cancel);
        var balance = await Read<V1.Balance>(answer, cancel);
        return new HarvestSide(balance.Count, balance.Digest);
    }

    private Gathered Record(Gathered gathered, V1.Item item, Dictionary<string, string> here)
    {
        var v = new Violations();
        var record = new V1.ImportRecord
        {
            SourceId = item.Id, AgencyId = item.Agency?.Id ?? "", Title = item.Title, Summary = item.Summary, Body = item.Body, DocumentNumber = item.DocumentNumber,
            SubjectCategory = item.SubjectCategory, Genre = item.Genre, Stage = item.Stage, KeyArea = item.KeyArea, FormedOn = item.FormedOn, EffectiveOn = item.EffectiveOn,
            ExpiresOn = item.ExpiresOn, ChangeNote = item.ChangeNote, IndexNumber = scheme.IsWellFormed(item.IndexNumber) ? item.IndexNumber : ""
        };
        record.Keywords.Add(item.Keywords);
        record.Placements.Add(item.Placements);
        foreach (var reference in item.References)
        {
            // An id means nothing here unless its item came here too; a title or number says by itself what is meant.
            reference.ItemId = here.GetValueOrDefault(reference.ItemId, "");
            if (reference.ItemId.Length > 0 || reference.Title.Length > 0) record.References.Add(reference);
        }

        mapping.Own(record, v);
        return gathered with { Record = record, Problems = v.Found };
    }

    private async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancel) where T : IMessage<T>, new()
    {
        try
        {
            await using var body = await http.Body(answer, cancel);
            using var all = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int count; (count = await body.ReadAsync(buffer, cancel)) > 0;)
            {
                if (all.Length + count > LargestAnswer) throw new UpstreamException("TOO_LARGE", $"More than {LargestAnswer} bytes.");
                all.Write(buffer, 0, count);
            }

            return Json.Parse<T>(Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            throw new UpstreamException("MALFORMED", $"Not an answer of a catalogue: {e.Message}", e);
        }
        catch (Exception e) when (HttpBroken(e, cancel) is { } broken)
        {
            throw broken;
        }
    }

    private static UpstreamException? HttpBroken(Exception e, CancellationToken cancel) => cancel.IsCancellationRequested ? null : HarvestHttp.Broken(e);

    private Uri Address(string path) => new(source.Url.TrimEnd('/') + "/api/v1/catalogue/" + path);
}
