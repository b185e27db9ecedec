using System.Diagnostics;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>What is sent to a port or from it is lost, in silence, as behind a cable that was pulled: a rule of nftables, which root can set. Open connections stay open and hear nothing.</summary>
internal sealed class Network : IDisposable
{
    public const string Reason = "The network is cut by nftables, as root.";

    private readonly string _table = $"sunshine_{Environment.ProcessId}";

    public static bool CanBeCut => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run($"add table inet sunshine_try_{Environment.ProcessId}; delete table inet sunshine_try_{Environment.ProcessId}");

    public void Cut(params IEnumerable<int> ports)
    {
        var all = string.Join(',', ports);
        Assert.True(Run($"add table inet {_table}; add chain inet {_table} in {{ type filter hook input priority 0; }}; add rule inet {_table} in tcp dport {{ {all} }} drop; add rule inet {_table} in tcp sport {{ {all} }} drop"),
            "The network could not be cut.");
    }

    public void Dispose() => Run($"delete table inet {_table}");

    private static bool Run(string rules)
    {
        try
        {
            using var nft = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            nft.StandardInput.WriteLine(rules.Replace("; ", "\n", StringComparison.Ordinal).Replace("priority 0;\n}", "priority 0; }", StringComparison.Ordinal));
            nft.StandardInput.Close();
            nft.WaitForExit();
            return nft.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
