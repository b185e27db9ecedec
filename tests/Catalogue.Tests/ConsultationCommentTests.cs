using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

public sealed class ConsultationCommentTests : ConsultationTest
{
    [Fact]
    public async Task A_comment_is_seen_once_a_moderator_accepted_it()
    {
        var id = (await Open()).Id;
        var accepted = await Say(id, "建议分步实施", "c1");
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var rejected = await Say(id, "广告", "c2");
        Assert.Empty(await Shown(id));
        Assert.Equal(2, (await Get(id)).ReceivedCount);

        Assert.Equal(CommentState.Accepted, (await Moderate(accepted)).State);
        Assert.Equal("与事项无关", (await Moderate(rejected, CommentState.Rejected, "与事项无关")).Reason);
        var shown = Assert.Single(await Shown(id));
        Assert.Equal((accepted.Id, "建议分步实施", "", ""), (shown.Id, shown.Text, shown.Name, shown.Reason));
        var read = await Get(id);
        Assert.Equal((2, 1), (read.ReceivedCount, read.AcceptedCount));

        await Moderate(accepted, CommentState.Rejected, "误判");
        Assert.Empty(await Shown(id));
    }

    [Fact]
    public async Task Who_speaks_is_for_moderators_only_and_nowhere_in_clear()
    {
        var id = (await Open()).Id;
        const string text = "我的身份证号 210302199001011234，电话１３９-1234-5678，邮编 114000，文号鞍政办发〔2016〕91号";
        var filed = await Say(id, text, name: "张三丰", contact: "zsf@example.com");
        Assert.Equal(("", "", true), (filed.Name, filed.Contact, filed.Starred));
        Assert.Equal("我的身份证号 ******************，电话*************，邮编 114000，文号鞍政办发〔2016〕91号", filed.Text);
        await Moderate(filed);
        Assert.Equal(filed.Text, Assert.Single(await Shown(id)).Text);

        var received = Assert.Single((await Officer.ListReceivedCommentsAsync(new() { ConsultationId = id }, cancellationToken: Cancel)).Comments);
        Assert.Equal((text, "张三丰", "zsf@example.com"), (received.Text, received.Name, received.Contact));

        var stored = await Host.Services.GetRequiredService<Collections>().Comments.Get(filed.Id, Cancel);
        Assert.DoesNotContain("张三丰", stored!.Value.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("210302199001011234", stored.Value.ToString(), StringComparison.Ordinal);
        foreach (var secret in new[] { "张三丰", "zsf@example.com", "210302199001011234", "203.0.113.7" })
        {
            Assert.DoesNotContain(Host.Log.Lines, l => l.ToString().Contains(secret, StringComparison.Ordinal));
            Assert.False(Files().Any(f => f.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0), $"{secret} is in a file.");
        }
    }

    [Fact]
    public async Task The_same_request_id_and_text_are_the_same_comment()
    {
        var id = (await Open()).Id;
        var first = await Say(id);
        Host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, await Say(id));
        Assert.NotEqual(first.Id, (await Say(id, "别人的意见")).Id);
        GoTo("2026-02-04");
        Assert.Equal(first, await Say(id));
        Assert.Equal(2, (await Get(id)).ReceivedCount);
    }

    [Theory]
    [InlineData("2026-01-09", false)]
    [InlineData("2026-01-10", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    public async Task Comments_are_taken_from_the_first_day_to_the_last(string day, bool taken)
    {
        var id = (await Open(new V1.Consultation(Draft()) { OpensOn = "2026-01-10", ClosesOn = "2026-02-28" })).Id;
        GoTo(day);

        if (taken) Assert.Equal(CommentState.Pending, (await Say(id)).State);
        else Assert.Equal("CONSULTATION_NOT_OPEN", (await Refused(StatusCode.FailedPrecondition, () => Say(id))).Reason());
    }

    [Fact]
    public async Task One_address_sends_so_many_comments_within_an_hour()
    {
        var (first, second) = ((await Open()).Id, (await Open(requestId: "r2")).Id);
        for (var i = 0; i < 5; i++)
        {
            await Say(first, requestId: $"c{i}");
            Host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = await Refused(StatusCode.ResourceExhausted, () => Say(first, requestId: "c5"));
        Assert.Equal(("TOO_MANY_COMMENTS", "5"), (refused.Reason(), refused.Info().Metadata["subject"]));
        await Say(first, requestId: "c4");
        await Say(second, requestId: "c5");
        await Say(first, requestId: "c5", from: "203.0.113.8");
        // Only the hop that our own gateway saw counts; what a client writes before it is not believed.
        await Refused(StatusCode.ResourceExhausted, () => Say(first, requestId: "c6", from: "198.51.100.1, 203.0.113.7, 127.0.0.1"));
        Host.Clock.Advance(TimeSpan.FromMinutes(55));
        await Say(first, requestId: "c7");
        await Refused(StatusCode.ResourceExhausted, () => Say(first, requestId: "c8"));
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_are_one_client()
    {
        var id = (await Open()).Id;
        for (var i = 0; i < 5; i++) await Say(id, requestId: $"c{i}", from: $"2001:db8:1:1::{i}");

        await Refused(StatusCode.ResourceExhausted, () => Say(id, requestId: "c5", from: "2001:db8:1:1:ffff::1"));
        await Say(id, requestId: "c6", from: "2001:db8:1:2::1");
    }

    [Fact]
    public async Task Everything_wrong_with_a_comment_is_named_at_once()
    {
        var id = (await Open()).Id;
        var refused = await Refused(StatusCode.InvalidArgument, () => Say(id, new string('长', 5_001), "", new string('名', 51), new string('号', 101)));
        Assert.Equal([("text", "TOO_LONG"), ("name", "TOO_LONG"), ("contact", "TOO_LONG"), ("requestId", "REQUIRED")], refused.Fields());
        Assert.Equal([("text", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, () => Say(id, " "))).Fields());
    }

    [Fact]
    public async Task A_moderation_names_its_comment_and_reason()
    {
        var comment = await Say((await Open()).Id);
        Assert.Equal([("reason", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, () => Moderate(comment, CommentState.Rejected))).Fields());
        Assert.Equal([("state", "NOT_A_DECISION")], (await Refused(StatusCode.InvalidArgument, () => Moderate(comment, CommentState.Pending))).Fields());
        Assert.Equal("NO_SUCH_COMMENT", (await Refused(StatusCode.NotFound, () => Moderate(new(comment) { Id = "x" }))).Reason());
        var other = await Open(requestId: "r2");
        Assert.Equal("NO_SUCH_COMMENT", (await Refused(StatusCode.NotFound, () => Moderate(new(comment) { ConsultationId = other.Id }))).Reason());
        await Moderate(comment);
        var stale = await Refused(StatusCode.Aborted, async () => await Officer.ModerateCommentAsync(
            new() { ConsultationId = comment.ConsultationId, Id = comment.Id, State = CommentState.Accepted, Etag = comment.Etag }, cancellationToken: Cancel));
        Assert.Equal("r2", stale.Info().Metadata["etag"]);
    }

    [Fact]
    public async Task Pages_of_comments_bring_each_once_newest_first()
    {
        var id = (await Open()).Id;
        var said = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var comment = await Say(id, requestId: $"c{i}", from: $"203.0.113.{i}");
            said.Insert(0, comment.Id);
            if (i % 2 == 0) await Moderate(comment);
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(said.Where((_, i) => i % 2 == 1), (await Shown(id)).Select(c => c.Id));
        var all = new List<string>();
        var request = new ListReceivedCommentsRequest { ConsultationId = id, PageSize = 5 };
        do
        {
            var page = await Officer.ListReceivedCommentsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Comments.Select(c => c.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(said, all);
        Assert.Equal(6, (await Officer.ListReceivedCommentsAsync(new() { ConsultationId = id, State = CommentState.Pending }, cancellationToken: Cancel)).Comments.Count);
    }

    private async Task<List<V1.Comment>> Shown(string id)
    {
        var all = new List<V1.Comment>();
        var request = new ListCommentsRequest { ConsultationId = id, PageSize = 4 };
        do
        {
            var page = await Anyone.ListCommentsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Comments);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    /// <summary>Everything on disk: the store with its journal, and the keys.</summary>
    private IEnumerable<byte[]> Files()
    {
        var folder = Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.Path;
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            yield return bytes;
        }
    }
}
