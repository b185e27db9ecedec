using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Waits for a condition, not for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is as it should be. A connection that fails is asked again.</summary>
    public static async Task<T> Get<T>(
        Func<Task<T>> ask, Func<T, bool> isRight, CancellationToken cancel, TimeSpan? within = null, [CallerArgumentExpression(nameof(isRight))] string condition = "")
    {
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        object? last = null;
        while (time.GetElapsedTime(begun) < (within ?? Within))
        {
            try
            {
                var answer = await ask();
                if (isRight(answer)) return answer;
                last = answer;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or RpcException && !cancel.IsCancellationRequested)
            {
                last = e;
            }

            await Task.Delay(Pause, time, cancel);
        }

        throw new TimeoutException($"Not within {(within ?? Within).TotalSeconds} s: {condition}. Last seen: {last}");
    }
}
