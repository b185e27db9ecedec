using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Samples;

/// <summary>An agency of the sample as its texts name it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Short">As titles name it, e.g. 市民政局, 铁东区, 长甸街道.</param>
/// <param name="County">The county it is or lies in; null for those of the city.</param>
internal sealed record SampleAgency(string Id, string Short, CountyData? County)
{
    /// <summary>Whether a short name is that of a place in the country and not of a sub-district.</summary>
    public static bool IsRural(string town) => town[^1] is '镇' or '乡' or '场';
}

/// <summary>The agencies by kind.</summary>
internal sealed class SampleAgencies
{
    private SampleAgencies(AgencyData data)
    {
        Data = data;
        Departments = [.. data.Departments.Select(d => new SampleAgency(d[0], d[2], null))];
        Counties = [.. data.Counties.Select(c => new SampleAgency("as-" + c.Code, c.Short, c))];
        Zones = [.. data.Zones.Select(z => new SampleAgency(z[0], z[2], null))];
        Towns = [.. data.Counties.SelectMany(c => c.Towns.Select(t => new SampleAgency($"as-{c.Code}-{t[0]}", t[2], c)))];
        TownsOf = Towns.GroupBy(x => x.County!).ToDictionary(x => x.Key, x => x.ToArray());
        Bodies = SampleData.Read<FinanceData>("anshan-2016-finance.json").Bodies;
        ById = Departments.Concat(Counties).Concat(Zones).Concat(Towns).Concat(Bodies.Select(b => new SampleAgency(b[0], b[2], null))).Append(new SampleAgency(data.City[0], data.City[2], null)).ToDictionary(x => x.Id);
    }

    public static SampleAgencies Instance { get; } = new(SampleData.Read<AgencyData>("anshan-2016-agencies.json"));

    public AgencyData Data { get; }

    /// <summary>Bodies of the city that are no agencies of its government: id, name, short name. They only account for their money.</summary>
    public IReadOnlyList<string[]> Bodies { get; }

    public IReadOnlyList<SampleAgency> Departments { get; }

    public IReadOnlyList<SampleAgency> Counties { get; }

    public IReadOnlyList<SampleAgency> Zones { get; }

    public IReadOnlyList<SampleAgency> Towns { get; }

    public IReadOnlyDictionary<string, SampleAgency> ById { get; }

    public IReadOnlyDictionary<CountyData, SampleAgency[]> TownsOf { get; }

    /// <summary>The agencies as records, parents first.</summary>
    public IReadOnlyList<Agency> Records()
    {
        var records = new List<Agency>();
        var city = Data.City;
        void Add(string id, string name, string shortName, string parent, AgencyLevel level, string division) => records.Add(new Agency
        {
            Id = id,
            Name = name,
            ShortName = shortName,
            ParentId = parent,
            Level = level,
            DivisionCode = division,
            // Invented: real organisation codes of these bodies are not known here. The letters show that they are not real ones;
            // the check character is right, so that the sample passes the check.
            OrganisationCode = OrganisationCode.WithCheck($"AS{records.Count:000000}"),
            // Invented as well.
            CatalogueCode = $"AS{records.Count:0000}",
        });

        Add(city[0], city[1], city[2], "", AgencyLevel.City, city[3]);
        foreach (var d in Data.Departments) Add(d[0], d[1], d[2], city[0], AgencyLevel.City, city[3]);
        foreach (var c in Data.Counties) Add("as-" + c.Code, c.Name, c.Short + "政府", city[0], AgencyLevel.County, c.Code);
        // A zone stands one level below the government that set it up.
        foreach (var z in Data.Zones)
        {
            var ofCity = z[3] == city[0];
            Add(z[0], z[1], z[2], z[3], ofCity ? AgencyLevel.County : AgencyLevel.Town, ofCity ? city[3] : z[3]["as-".Length..]);
        }

        foreach (var c in Data.Counties)
        {
            foreach (var t in c.Towns) Add($"as-{c.Code}-{t[0]}", t[1], t[2], "as-" + c.Code, AgencyLevel.Town, c.Code + t[0]);
        }

        foreach (var b in Bodies) Add(b[0], b[1], b[2], city[0], AgencyLevel.City, city[3]);
        return records;
    }
}
