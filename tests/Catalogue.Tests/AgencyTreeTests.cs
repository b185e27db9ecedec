using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

public sealed class AgencyTreeTests
{
    [Fact]
    public void A_circle_that_two_replicas_closed_between_them_ends_every_walk()
    {
        var tree = Tree(("a", "b"), ("b", "a"), ("c", "a"));

        Assert.Equal(["a", "b", "c"], tree.SelfAndBelow("a").Order());
        Assert.True(tree.IsWithin("c", "b"));
        Assert.False(tree.IsWithin("c", "elsewhere"));
        Assert.False(tree.MayActFor(new Caller("county", "c", new HashSet<string> { Roles.System }), "a"));
    }

    [Fact]
    public void A_caller_acts_for_its_agency_and_all_below_however_deep()
    {
        var tree = Tree([("a0", ""), .. Enumerable.Range(1, 200).Select(i => ($"a{i}", $"a{i - 1}"))]);
        var caller = new Caller("county", "a1", new HashSet<string> { Roles.System });

        Assert.True(tree.MayActFor(caller, "a200"));
        Assert.False(tree.MayActFor(caller, "a0"));
        Assert.False(tree.MayActFor(caller, ""));
        Assert.Equal(200, tree.SelfAndBelow("a1").Count);
        Assert.Empty(tree.SelfAndBelow("nobody"));
    }

    private static AgencyTree.Snapshot Tree(params (string Id, string Parent)[] agencies) => new(
        agencies.ToDictionary(a => a.Id, a => new Stored<Agency>(
            new Agency { Id = a.Id, Name = a.Id, ParentId = a.Parent, Level = V1.AgencyLevel.City, CreatedAt = default, UpdatedAt = default }, 1)), 0);
}
