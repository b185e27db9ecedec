using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Powers;

/// <summary>What every imported record must have, whatever it is of.</summary>
internal static class RecordRules
{
    /// <param name="seen">The records before it in the same call, by agency and source id; gets this one.</param>
    public static void Check(string agencyId, string sourceId, HashSet<(string, string)> seen, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        agencies.RequireActingFor("agencyId", agencyId, caller, v);
        v.Required("sourceId", sourceId);
        v.Text("sourceId", sourceId, 100);
        if (!seen.Add((agencyId, sourceId))) v.Add("sourceId", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
    }
}
