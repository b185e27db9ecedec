namespace Sunshine.Foundation.Tests.Contracts;

/// <summary>The house rules of contracts, as protos/README.md lists them.</summary>
public sealed class HouseRulesTests
{
    private static readonly Dictionary<string, Func<Contract, IEnumerable<string>>> All = new()
    {
        ["package, path and version agree"] = PackageRules.PathAndVersion,
        ["the C# namespace is the package"] = PackageRules.Namespace,
        ["every rpc has an HTTP rule unless its client streams"] = RpcRules.HasHttpRule,
        ["REST paths begin with /api/<version>/<service>/"] = RpcRules.RestPath,
        ["path variables are one segment and name a field of the request"] = RpcRules.PathVariables,
        ["no two rpcs have the same verb and path"] = RpcRules.DistinctPaths,
        ["an rpc's name and its HTTP verb agree"] = RpcRules.Verbs,
        ["requests, and responses that are no resource, are named after their rpc"] = RpcRules.Names,
        ["lists are paged"] = RpcRules.Paging,
        ["updates have a mask"] = RpcRules.UpdateMask,
        ["creations have a request id"] = RpcRules.RequestId,
        ["there are no floating-point numbers"] = FieldRules.NoFloats,
        ["days are strings"] = FieldRules.Days,
        ["times are timestamps and named so"] = FieldRules.Times,
        ["fields of requests are REQUIRED or OPTIONAL"] = FieldRules.RequestFields,
        ["comments begin with the field's behaviour"] = FieldRules.BehaviourWords,
        ["everything has a comment"] = CommentRules.Present,
        ["no comment merely repeats the name"] = CommentRules.SaysMore,
        ["the zero value of an enum is UNSPECIFIED"] = EnumRules.Zero,
        ["values carry their enum's prefix"] = EnumRules.Prefixes,
        ["events have a topic"] = EventRules.HaveTopics,
        ["topics begin with their service and stand in its events file"] = EventRules.TopicsAreTheServices,
        ["no two events have the same topic"] = EventRules.TopicsAreDistinct
    };

    public static IEnumerable<TheoryDataRow<string>> Names => All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void Every_contract_holds_to(string rule)
    {
        // Assert.Empty would cut the findings short.
        var findings = All[rule](Contract.Own).ToList();
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_bad_contract_is_found_by(string rule) =>
        Assert.NotEmpty(All[rule](BadContract.Build(declared => rule == "everything has a comment" ? "" : declared.Name)));

    [Fact]
    public void The_rules_see_all_contracts() =>
        Assert.Equal(
            Directory.GetFiles(Protos(), "*.proto", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Protos(), f).Replace('\\', '/')).Order(StringComparer.Ordinal),
            Contract.Own.Files.Select(f => f.Name));

    private static string Protos()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Platform.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "protos");
    }
}
