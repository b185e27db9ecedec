using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>Whatever bytes come, a reader gives a value or the refusal it declares, soon and within bounds; and what it accepted it means.</summary>
public sealed class ParserTests
{
    private static readonly Parser[] All = [.. FoundationParsers.All, .. LogParsers.All, .. ServiceParsers.All, .. ToolParsers.All];

    public static TheoryData<string> Names => [.. All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reader_takes_or_refuses_whatever_comes(string parser) => All.Single(p => p.Name == parser).Run();

    [Fact]
    public void Samples_are_accepted()
    {
        // A sample that is refused would try the first check of its reader and nothing behind it.
        foreach (var parser in All)
        {
            foreach (var sample in parser.Samples) Assert.True(Record.Exception(() => parser.Read(sample)) is null, $"{parser.Name}: {Convert.ToBase64String(sample)}");
        }
    }

    [Fact]
    public void The_list_of_readers_is_the_one_that_is_tried()
    {
        var lines = File.ReadLines(Repository.File("deploy", "security", "fuzzing.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(All.Select(p => p.Name.Split(':')[0]).Distinct().Order(StringComparer.Ordinal), lines.Select(l => l.Split('`')[1]).Order(StringComparer.Ordinal));
    }
}
