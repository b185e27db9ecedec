using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Ledger.V1;

namespace Sunshine.Reports.Tests;

/// <summary>A ledger that has the acts that a test puts into it; every size of it is signed.</summary>
internal sealed class FakeLedger : CallInvoker
{
    private readonly List<Act> _acts = [];

    public int Size => _acts.Count;

    public void Agency(string id, string parent) =>
        Add(new Act { Kind = ActKind.AgencyChanged, Resource = $"agencies/{id}", AgencyId = id, Notes = { $"name=机关 {id}", $"parent={parent}" } });

    /// <param name="dimensions">Besides the agency's.</param>
    public void Count(string what, string period, string agency, string amount, params IEnumerable<string> dimensions)
    {
        var count = new Foundation.V1.Count { What = what, Period = period, Amount = amount };
        count.Dimensions.Add(dimensions.Append($"agency={agency}").Order(StringComparer.Ordinal));
        Add(new Act { Kind = ActKind.Published, AgencyId = agency, Resource = $"items/{Size}", Revision = 1, Counts = { count } });
    }

    public void Add(Act act)
    {
        act.FirstNumber = act.LastNumber = _acts.Count + 1;
        act.OccurredAt = new DateTimeOffset(2016, 5, 1, 0, 0, 0, TimeSpan.Zero).ToTimestamp();
        _acts.Add(act);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        IMessage found = request switch
        {
            GetCheckpointRequest checkpoint => Checkpoint(Sized(checkpoint.TreeSize)),
            ListActsRequest list => List(list),
            _ => throw new NotSupportedException(method.FullName)
        };
        return new AsyncUnaryCall<TResponse>(Task.FromResult((TResponse)found), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var read = (ReadCellsRequest)(object)request;
        var sums = from act in _acts.Take((int)Sized(read.TreeSize))
                   from count in act.Counts
                   group decimal.Parse(count.Amount, CultureInfo.InvariantCulture) by (count.What, count.Period, string.Join(' ', count.Dimensions));
        var cells = new Cells { TreeSize = Sized(read.TreeSize) };
        foreach (var sum in sums.Where(s => s.Sum() != 0))
        {
            var count = new Foundation.V1.Count { What = sum.Key.What, Period = sum.Key.Period, Amount = sum.Sum().ToString(CultureInfo.InvariantCulture) };
            count.Dimensions.Add(sum.Key.Item3.Split(' '));
            cells.Counts.Add(count);
        }

        return new AsyncServerStreamingCall<TResponse>(new Stream<TResponse>([(TResponse)(object)cells]), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private static Checkpoint Checkpoint(long size) => new() { Origin = "test-log", TreeSize = size, RootHash = size.ToString("x64", CultureInfo.InvariantCulture) };

    private long Sized(long asked) => asked == 0 ? Size : asked <= Size ? asked : throw new RpcException(new Status(StatusCode.NotFound, ""));

    private ListActsResponse List(ListActsRequest request)
    {
        var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        var size = request.PageSize == 0 ? 20 : Math.Min(request.PageSize, 200);
        var fitting = _acts.Take((int)Sized(request.TreeSize)).Select((act, index) => (act, index)).Where(a => a.index >= from && Fits(a.act, request)).Take(size + 1).ToList();
        var response = new ListActsResponse { TreeSize = Sized(request.TreeSize) };
        response.Acts.Add(fitting.Take(size).Select(a => new LoggedAct { Index = a.index, Source = "test", Act = a.act }));
        if (fitting.Count > size) response.NextPageToken = $"{fitting[size].index}";
        return response;
    }

    private static bool Fits(Act act, ListActsRequest request) =>
        (request.Kind == ActKind.Unspecified || act.Kind == request.Kind)
        && (request.Counted is not { } wanted || act.Counts.Any(c => c.What == wanted.What && (wanted.Period.Length == 0 || c.Period[..4] == wanted.Period) && wanted.Dimensions.All(c.Dimensions.Contains)));

    private sealed class Stream<T>(IReadOnlyList<T> messages) : IAsyncStreamReader<T>
    {
        private int _at = -1;

        public T Current => messages[_at];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_at < messages.Count);
    }
}
