using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>What the service of the key areas tells the ledger, and that it adds up to its own aggregates.</summary>
public sealed class ActsTests : KeyAreasTest
{
    [Fact]
    public async Task An_import_is_one_act_with_the_digest_of_each_record()
    {
        var ids = await Given(Enumerable.Range(1, 4).Select(q => Relief($"2016Q{q}", spent: $"{q}.01")).Append(Relief("2017Q1", "医疗", agency: "bureau")));

        var told = await Told();

        var act = Assert.Single(told.Acts);
        Assert.Equal((ActKind.RecordsImported, "", "records/relief", 4L), (act.Kind, act.AgencyId, act.Resource, act.LastNumber - act.FirstNumber));
        Assert.Equal(ids, act.Members.Select(m => m.Split('/')[0]));
        Assert.All(act.Members, m => Assert.Equal(("1", 40), (m.Split('/')[1], m.Split('/')[2].Length)));
        Assert.Contains("change=CREATED", act.Notes);
        var area = (await Areas.GetRecordTypeAsync(new() { Id = "relief" }, cancellationToken: Cancel)).AreaId;
        Assert.Equal([$"2016 agency=office area={area} type=relief 4", $"2017 agency=bureau area={area} type=relief 1"], told.Lines("key-areas.records"));
        Assert.Contains("2016 type=relief 救助类型=临时 4", told.Lines("key-areas.records-by"));
        Assert.Contains("2016 agency=office measure=资金支出 type=relief 10.04", told.Lines("key-areas.sums"));
    }

    [Fact]
    public async Task Whatever_happened_to_records_acts_add_up_to_the_aggregates()
    {
        var random = new Random(5);
        var ids = await Given(Enumerable.Range(0, 60).Select(i => Relief($"201{random.Next(5, 8)}Q{random.Next(1, 5)}", i % 2 == 0 ? "临时" : "医疗", random.Next(1_000), $"{random.Next(1_000)}.{random.Next(100):00}", i % 3 == 0 ? "bureau" : "office")
            is var entry ? new RecordEntry(entry) { SourceId = $"r{i}" } : entry));
        foreach (var id in ids.Where((_, i) => i % 4 == 0)) await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel);
        await Import(Enumerable.Range(0, 60).Where(i => i % 8 is 0 or 1).Select(i => new RecordEntry(Relief("2016Q2", spent: $"{i}.5", agency: i % 3 == 0 ? "bureau" : "office")) { SourceId = $"r{i}", PutBack = true }));

        var told = await Told();

        Assert.Equal(["CREATED", "WITHDRAWN", "RESTORED", "CORRECTED"], told.Acts.Select(a => a.Notes.Single(n => n.StartsWith("change=", StringComparison.Ordinal))[7..]).Distinct().Take(4));
        Assert.All(told.Acts.Where(a => a.Notes.Contains("change=WITHDRAWN")), a => Assert.All(a.Members, m => Assert.EndsWith("/2/", m, StringComparison.Ordinal)));
        foreach (var year in new[] { 2015, 2016, 2017 })
        {
            var counted = await Records.GetAggregateAsync(new() { TypeId = "relief", Year = year, GroupBy = { "agency" } }, cancellationToken: Cancel);
            Assert.All(counted.Lines, l =>
            {
                Assert.Equal(l.Count, told.Sum("key-areas.records", $"{year}", "agency=" + l.Values[0], "type=relief"));
                Assert.All(l.Sums, s => Assert.Equal(decimal.Parse(s.Amount, CultureInfo.InvariantCulture), told.Sum("key-areas.sums", $"{year}", "agency=" + l.Values[0], "measure=" + s.Measure)));
            });
            var kinds = await Records.GetAggregateAsync(new() { TypeId = "relief", Year = year, GroupBy = { "救助类型" } }, cancellationToken: Cancel);
            Assert.All(kinds.Lines, l => Assert.Equal(l.Count, told.Sum("key-areas.records-by", $"{year}", "救助类型=" + l.Values[0], "type=relief")));
        }
    }

    [Fact]
    public async Task A_batch_is_cut_before_its_entry_is_too_long_and_amounts_are_rounded_so_that_they_can_be_taken_away()
    {
        var type = (await Admin.CreateRecordTypeAsync(new()
        {
            RequestId = "1", Area = new() { Name = "电梯安全" }, RecordType = new() { Name = "电梯检验", Frequency = Frequency.OnEvent, Limit = new() { Days = 20 }, CountedAs = "台" },
            Schema = StructJson.Read("""
                {
                  "type": "object", "additionalProperties": false, "required": ["编号", "日期"],
                  "properties": {
                    "编号": { "type": "string", "maxLength": 30, "x-key": true },
                    "日期": { "type": "string", "format": "date", "x-day": true },
                    "单位": { "type": "string", "maxLength": 100, "x-dimension": true },
                    "地点": { "type": "string", "maxLength": 100, "x-dimension": true },
                    "type": { "type": "string", "maxLength": 100, "x-dimension": true },
                    "金额": { "type": ["string", "number"], "x-scale": 6, "x-measure": true }
                  }
                }
                """)
        }, cancellationToken: Cancel)).Id;
        RecordEntry Long(int i) => Entry(type, Data(("编号", $"{i}"), ("日期", "2016-05-03"), ("单位", $"{i:0000}{new string('电', 96)}"), ("地点", $"{i:0000}{new string('"', 96)}"), ("type", string.Concat(Enumerable.Repeat("𠮷", 50))), ("金额", "0.000055")));
        var ids = await Given(Enumerable.Range(0, 500).Select(Long));

        var told = await Told();

        Assert.InRange(told.Acts.Count, 10, 100);
        Assert.Equal(500, told.Acts.Sum(a => a.Members.Count));
        Assert.Equal(ids, told.Acts.SelectMany(a => a.Members).Select(m => m.Split('/')[0]));
        Assert.All(told.Acts, a => Assert.Equal(a.Members.Count, a.LastNumber - a.FirstNumber + 1));
        Assert.All(told.Acts, a => Assert.InRange(ActLog.LengthOf(KeyAreasModule.Name, a), 1, 40 * 1024));
        Assert.Equal(500, told.Sum("key-areas.records-by", "2016-05", "field.type=" + string.Concat(Enumerable.Repeat("𠮷", 50))));
        Assert.Equal(0.05m, told.Sum("key-areas.sums", "2016-05"));

        foreach (var part in ids.Chunk(50)) await Task.WhenAll(part.Select(id => Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel).ResponseAsync));
        var nothing = await Told();
        foreach (var what in new[] { "key-areas.records", "key-areas.records-by", "key-areas.sums" }) Assert.Empty(nothing.Lines(what));
    }

    [Fact]
    public async Task Of_what_is_personal_nothing_is_told()
    {
        const string person = "21030219800101123X";
        await Import(Entry("allowance-list", Data(("户主姓名", "李小明"), ("户主身份证号", person), ("联系电话", "13812345678"), ("家庭住址", "铁东区东山街道一号楼二单元301室"), ("保障人数", 2), ("月保障金额", "640.00"),
            ("社区或村", "东山社区"), ("区县", "210302"), ("起始年月", "2016-05")), sourceId: "h-1"));

        var told = await Told();

        Assert.All(told.Acts, a => Assert.All(new[] { "李小明", person, "13812345678", "301室" }, secret => Assert.DoesNotContain(secret, a.ToString(), StringComparison.Ordinal)));
    }

    private Task<ActLog> Told() => ActLog.Of(StoreOf(Host), KeyAreasModule.Name, Acts.Of, Cancel);
}
