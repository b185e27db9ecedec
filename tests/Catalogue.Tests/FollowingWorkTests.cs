using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>The work in the background, which other tests do by hand.</summary>
public sealed class FollowingWorkTests : FollowingTest
{
    protected override void Add(IServiceCollection services) => services.AddCatalogue();

    [Fact]
    public async Task Followers_are_told_without_anybody_asking()
    {
        await Follow();
        await Ask();
        await Until(() => Mail.Messages.Count == 1);
        Assert.Equal(HttpStatusCode.OK, await Use(LinkIn(Mail.Messages[0], "confirm")));
        var item = await ImportedId(Record("1"));

        await Until(() => Receiver.Posts.Count == 1);
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await Until(() => Mail.Messages.Count == 2);

        Assert.Equal([(Change.Created, item)], Receiver.Told);
    }

    /// <summary>The clock goes on until something has happened.</summary>
    private async Task Until(Func<bool> happened)
    {
        for (var i = 0; !happened(); i++)
        {
            Assert.True(i < 1_500, "Nothing happened.");
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
            // What the clock set off goes on in real time.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }
}
