using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>What e-mails say, as plain text and as HTML that needs nothing from elsewhere.</summary>
/// <param name="Subject">One line.</param>
public sealed record EmailText(string Subject, string Plain, string Html)
{
    private const int LongestSubject = 60;
    private const int LongestWords = 40;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static EmailText Confirmation(Digest digest, string confirm) => Write($"请确认订阅：{NameOf(digest)}", text =>
    {
        text.Line($"有人（可能是您本人）用此邮箱订阅了政务公开信息：{NameOf(digest)}");
        text.Line("请在 48 小时内打开下面的链接确认订阅：");
        text.Link("确认订阅", confirm);
        text.Line("如果不是您本人操作，请不必理会本邮件：未经确认不会再发送任何邮件，您的邮箱地址届时将被删除。");
    });

    /// <param name="items">Those to name; fewer than <paramref name="total"/> if there were too many.</param>
    /// <param name="link">Where each is read.</param>
    public static EmailText News(Digest digest, IReadOnlyList<DigestItem> items, int total, string search, string cancel, Func<string, string> link) =>
        Write($"{NameOf(digest)}：{total} 条新动态", text =>
        {
            text.Line($"您订阅的“{NameOf(digest)}”有 {total} 条新动态：");
            foreach (var item in items)
            {
                text.Link($"【{NameOf(item.Change)}】{item.Content.Title}", link(item.Item.Item.Id));
                text.Line(string.Join("　", new[]
                {
                    digest.Agencies.NameOf(item.Item.Item.AgencyId), item.Content.DocumentNumber, $"{item.Item.Item.PublishedOn:yyyy-MM-dd}",
                    item.Item.Withdrawal is { } act ? $"撤回原因：{act.Reason}" : ""
                }.Where(p => p.Length > 0)));
            }

            if (total > items.Count) text.Line($"以及另外 {total - items.Count} 条。");
            text.Link("查看全部检索结果", search);
            text.Line("您收到本邮件，是因为您用此邮箱订阅并确认了上述检索。如不再需要，请打开下面的链接退订：");
            text.Link("退订", cancel);
        });

    /// <summary>What is followed, in words.</summary>
    public static string NameOf(Digest digest)
    {
        var search = digest.Search;
        var parts = new[]
        {
            Words(search.Query), digest.Agencies.NameOf(search.AgencyId), CodeTables.SubjectCategories.NameOf(search.SubjectCategory), CodeTables.Genres.NameOf(search.Genre),
            CodeTables.KeyAreas.NameOf(search.KeyArea), ChineseNames.Channels.GetValueOrDefault(search.Channel.Name(), ""), ChineseNames.Stages.GetValueOrDefault(search.Stage.Name(), ""),
            search.PublishedFrom.Length > 0 ? $"{search.PublishedFrom}起" : "", search.PublishedTo.Length > 0 ? $"{search.PublishedTo}止" : ""
        };
        var name = string.Join(" · ", parts.Where(p => p.Length > 0));
        return name.Length > 0 ? name : "全部政府信息";
    }

    /// <summary>
    /// What was searched for, without punctuation, which searches do not see either: anybody can have a message sent to an address, and must
    /// not have a link of his in it.
    /// </summary>
    private static string Words(string query)
    {
        var words = string.Concat(query.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || "〔〕《》（）".Contains(c, StringComparison.Ordinal) ? c : ' ')).Trim();
        return Cut.Short(words, LongestWords);
    }

    private static string NameOf(V1.Change change) => change switch
    {
        V1.Change.Created => "发布",
        V1.Change.Amended => "修改",
        V1.Change.Restored => "恢复",
        V1.Change.Withdrawn => "撤回",
        _ => "效力变更"
    };

    private static EmailText Write(string subject, Action<Text> write)
    {
        var text = new Text();
        write(text);
        // A subject is one line, whatever was searched for.
        subject = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        return new EmailText(Cut.Short(subject, LongestSubject), text.Plain.ToString(),
            $"<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{Encoder.Encode(subject)}</title></head><body>\n{text.Html}</body></html>\n");
    }

    private sealed class Text
    {
        public StringBuilder Plain { get; } = new();

        public StringBuilder Html { get; } = new();

        public void Line(string line)
        {
            Plain.Append(line).Append("\n\n");
            Html.Append("<p>").Append(Encoder.Encode(line)).Append("</p>\n");
        }

        public void Link(string name, string address)
        {
            Plain.Append(name).Append('\n').Append(address).Append('\n');
            Html.Append("<p><a href=\"").Append(Encoder.Encode(address)).Append("\">").Append(Encoder.Encode(name)).Append("</a></p>\n");
        }
    }
}
