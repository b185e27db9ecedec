using System.Reflection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;
using File = System.IO.File;

namespace Sunshine.Requests.Tests;

/// <summary>The drawn table, the code's table, the rpcs' roles and the contract say the same.</summary>
public sealed class StateTableTests
{
    [Fact]
    public void The_table_in_the_README_is_the_one_in_the_code()
    {
        var drawn = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray()).ToList();

        Assert.Equal(StateTable.Rules.Select(Line), drawn.Select(cells => string.Join(" | ", cells).TrimEnd(' ', '|')));

        static string Line(StateTable.Rule rule) => string.Join(" | ",
            $"`{Short(rule.Verb.Name())}`", States(rule.From), States(rule.To), string.Join(", ", rule.Roles) + (rule.ByApplicant ? ", applicant" : ""), rule.NeedsDocument ? "yes" : "").TrimEnd(' ', '|').TrimEnd();
        static string States(IReadOnlyList<ApplicationState> states) => string.Join(", ", states.Select(s => Short(s.Name()["APPLICATION_".Length..])));
        static string Short(string name) => name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }

    [Fact]
    public void Each_act_is_done_by_the_roles_of_the_table()
    {
        // Two acts are one rpc each under another name; registering, importing and removing data stand in no table: they begin and end nothing.
        var names = new Dictionary<Verb, string>
        {
            [Verb.Accept] = nameof(ApplicationRpcs.AcceptApplication), [Verb.Extend] = nameof(ApplicationRpcs.ExtendPeriod), [Verb.Delay] = nameof(ApplicationRpcs.DelayAnswer),
            [Verb.Withdraw] = nameof(ApplicationRpcs.RecordWithdrawal), [Verb.Abandon] = nameof(ApplicationRpcs.AbandonApplication),
            [Verb.Transfer] = nameof(ApplicationRpcs.TransferApplication), [Verb.Split] = nameof(ApplicationRpcs.SplitApplication), [Verb.Merge] = nameof(ApplicationRpcs.MergeApplication),
            [Verb.Reopen] = nameof(ApplicationRpcs.ReopenApplication), [Verb.Assign] = nameof(ApplicationRpcs.AssignApplication)
        };
        foreach (var rule in StateTable.Rules)
        {
            var rpc = typeof(ApplicationRpcs).GetMethod(names.GetValueOrDefault(rule.Verb, rule.Verb.ToString()))!;
            Assert.Equal((rule.Verb, string.Join(',', rule.Roles)), (rule.Verb, rpc.GetCustomAttribute<AllowAttribute>()!.Roles));
        }
    }

    [Fact]
    public void Every_verb_but_those_that_begin_or_end_a_record_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<Verb>().Except([Verb.Unspecified, Verb.Register, Verb.Anonymise, Verb.Import]).Order(), StateTable.Rules.Select(r => r.Verb).Order());

    [Fact]
    public void Every_state_but_the_last_can_be_left_and_every_state_but_the_first_be_reached()
    {
        foreach (var state in Enum.GetValues<ApplicationState>().Where(s => s != 0))
        {
            Assert.Equal(state != ApplicationState.Closed, StateTable.Rules.Any(r => r.From.Contains(state)));
            Assert.True(state == ApplicationState.Registered || StateTable.Rules.Any(r => r.To.Contains(state) && r.From.Any(f => f != state)), $"{state}");
        }
    }
}
