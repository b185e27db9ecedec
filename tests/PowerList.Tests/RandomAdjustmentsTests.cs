using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Random batches against a list kept by hand: what is accepted does exactly what it says, what is refused does nothing.</summary>
public sealed class RandomAdjustmentsTests : ListTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_list_is_what_the_accepted_batches_make_of_it_at_every_time(int seed)
    {
        var random = new Random(seed);
        var states = new List<SortedDictionary<int, string>> { new() };
        var day = new DateOnly(2016, 1, 1);
        for (var i = 0; i < 80; i++)
        {
            // Mostly small ones: of many random operations one is wrong nearly always.
            var batch = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(7), random.Next(1, 40), random.Next(1, 40), random.Next(1, 40))).ToArray();
            var (model, counts) = (new SortedDictionary<int, string>(states[^1]), (Came: 0, Went: 0));
            var touched = new HashSet<int>();
            var came = new HashSet<int>();
            var allowed = true;
            var operations = new List<V1.Operation>();
            foreach (var (kind, a, b, c) in batch)
            {
                switch (kind)
                {
                    case 0 or 1:
                        operations.Add(Add(Content(a, name: $"a{a}")));
                        allowed &= New(a);
                        break;
                    case 2:
                        operations.Add(Cancel_(Code(a)));
                        allowed &= Old(a);
                        break;
                    case 3:
                        operations.Add(Delegate(Code(a)));
                        allowed &= Old(a);
                        break;
                    case 4:
                        operations.Add(Rename(Code(a), $"r{b}-{day.DayNumber}"));
                        allowed &= touched.Add(a) && states[^1].ContainsKey(a);
                        model[a] = $"r{b}-{day.DayNumber}";
                        break;
                    case 5:
                        operations.Add(Merge(Content(c, name: $"m{c}"), Code(a), Code(b)));
                        allowed &= a != b && Old(a) & Old(b);
                        allowed &= came.Add(c) && (c == a || c == b || !states[^1].ContainsKey(c));
                        model[c] = $"m{c}";
                        counts.Came++;
                        break;
                    default:
                        operations.Add(Split(Code(a), Content(b, name: $"s{b}"), Content(c, name: $"s{c}")));
                        allowed &= Old(a) && b != c;
                        foreach (var x in new[] { b, c })
                        {
                            allowed &= came.Add(x) && (x == a || !states[^1].ContainsKey(x));
                            model[x] = $"s{x}";
                            counts.Came++;
                        }

                        break;
                }

                bool New(int x)
                {
                    model[x] = $"a{x}";
                    counts.Came++;
                    return came.Add(x) && !states[^1].ContainsKey(x);
                }

                bool Old(int x)
                {
                    if (!came.Contains(x)) model.Remove(x);
                    counts.Went++;
                    return touched.Add(x) && states[^1].ContainsKey(x);
                }
            }

            var draft = await Drafted($"{day:yyyy-MM-dd}", [.. operations]);
            var check = await Editor.CheckBatchAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
            Assert.True(check.Passed == allowed, $"{check} for {string.Join('\n', operations)}\non {string.Join(' ', states[^1].Keys)}");
            if (!allowed)
            {
                await Refused(StatusCode.InvalidArgument, () => Publisher.AdoptBatchAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel).ResponseAsync);
                continue;
            }

            var current = await Publisher.AdoptBatchAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
            Assert.Equal((states[^1].Count, model.Count), (current.Balance.Opening, current.Balance.Closing));
            Assert.Equal(states[^1].Count + counts.Came - counts.Went, model.Count);
            states.Add(model);
            day = day.AddDays(1);
        }

        Assert.InRange(states.Count, 10, 80);
        // The same from the store, by who has nothing in memory.
        var anew = await new PowerLists(Host.Services.GetRequiredService<Collections>(), Host.Clock).Get("city", Cancel);
        for (var i = 1; i < states.Count; i++)
        {
            Assert.Equal(states[i].Select(s => (Code(s.Key), s.Value)), anew.HeldAt(i).Select(l => (l.Code, l.Name)));
            var shown = await All(asOf: $"{new DateOnly(2016, 1, 1).AddDays(i - 1):yyyy-MM-dd}");
            Assert.Equal(states[i].Select(s => (s.Key, s.Value)), shown.Select(p => (int.Parse(p.Code[11..15]), p.Name)));
        }
    }
}
