using System.Text.RegularExpressions;
using Google.Rpc;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>
/// Several placements in one cell: <c>channel[/column]@day[ url]</c>, separated by semicolons, e.g.
/// <c>网站/今日鞍山@2016-03-01;公报@2016-03-05</c>. In a column or url ; @ and % are written %3B %40 %25.
/// </summary>
internal static partial class PlacementCell
{
    public static void Read(string cell, string field, ICollection<Placement> placements, List<BadRequest.Types.FieldViolation> problems)
    {
        foreach (var part in cell.Split([';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Pattern().Match(part);
            if (!match.Success)
            {
                problems.Add(SourceRow.Problem(field, $"\"{part}\" is not a placement such as 网站@2016-03-01 or 网站/今日鞍山@2016-03-01."));
                continue;
            }

            var channel = Words.ChannelOf(match.Groups["channel"].Value);
            if (channel is null) problems.Add(SourceRow.Problem(field, Words.NoChannel(match.Groups["channel"].Value)));
            var day = Words.Day(match.Groups["on"].Value, out var problem);
            if (day is null) problems.Add(SourceRow.Problem(field, problem));
            if (channel is null || day is null) continue;
            placements.Add(new Placement
            {
                Channel = channel.Value,
                On = day,
                Column = Unescape(match.Groups["column"].Value.Trim()),
                Url = Unescape(match.Groups["url"].Value),
            });
        }
    }

    public static string Write(IEnumerable<Placement> placements) => string.Join(";", placements.Select(p =>
        ChannelWord(p.Channel)
        + (p.Column.Length > 0 ? "/" + Escape(p.Column) : "")
        + "@" + p.On
        + (p.Url.Length > 0 ? " " + Escape(p.Url) : "")));

    /// <summary>The channel in Chinese, as the statistical table names it.</summary>
    public static string ChannelWord(Channel channel) => channel switch
    {
        Channel.Gazette => "政府公报",
        Channel.Website => "政府网站",
        Channel.Microblog => "政务微博",
        Channel.Wechat => "政务微信",
        Channel.Other => "其他",
        _ => channel.ToString(),
    };

    private static string Escape(string text) => text.Replace("%", "%25").Replace(";", "%3B").Replace("；", "%EF%BC%9B").Replace("@", "%40");

    private static string Unescape(string text) =>
        text.Replace("%EF%BC%9B", "；").Replace("%3B", ";").Replace("%40", "@").Replace("%25", "%");

    [GeneratedRegex(@"^(?<channel>[^/@]+)(?:/(?<column>[^@]*))?@(?<on>[^@]+?)(?:\s+(?<url>https?://\S+))?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
