using System.Text.RegularExpressions;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Portal.Rest;
using Sunshine.Requests.V1;

namespace Sunshine.Portal.Components;

/// <summary>What is public already and may be what somebody is about to apply for (2019 regulation, art. 36 (1): then one is told where it is).</summary>
public static partial class Suggestions
{
    private const int Shown = 5, MostTerms = 4;

    public sealed record Found(IReadOnlyList<ItemSummary> Items, IReadOnlyList<PublishedAnswer> Answers);

    /// <summary>The best for a text as it is being written; none while it says too little.</summary>
    public static async Task<Found> Of(string text, Api api, CancellationToken cancel)
    {
        var terms = Terms(text);
        if (terms.Count == 0) return new Found([], []);
        var answers = api.Archive.ListPublishedAnswersAsync(new ListPublishedAnswersRequest { Query = terms[0], PageSize = 3 }, cancellationToken: cancel).ResponseAsync;
        ListItemsResponse items = new();
        // All words must occur; the least telling are left out until something is found.
        for (var count = terms.Count; count > 0 && items.Items.Count == 0; count--)
            items = await api.Catalogue.ListItemsAsync(new ListItemsRequest { Query = string.Join(' ', terms.Take(count)), PageSize = Shown, Order = Order.Relevance }, cancellationToken: cancel);
        try
        {
            return new Found(items.Items, (await answers).Answers);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable)
        {
            return new Found(items.Items, []);
        }
    }

    /// <summary>The words of a wish that tell what it is about, the longest first.</summary>
    internal static IReadOnlyList<string> Terms(string text) =>
        [.. Between().Split(text).Select(t => t.Trim()).Where(t => t.Length is >= 2 and <= 30).Distinct().OrderByDescending(t => t.Length).Take(MostTerms)];

    // What stands around the matter in nearly every application, and everything that is no letter or digit.
    [GeneratedRegex(@"[^\p{L}\p{Nd}]+|申请|公开|请求|请|提供|要求|希望|想要|想|了解|关于|有关|相关|的|信息|情况|材料|文件|以及|及其|和|与|及|我市|本市|我|本人|什么|如何|是否|所有|全部")]
    private static partial Regex Between();
}
