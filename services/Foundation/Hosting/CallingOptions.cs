using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Sunshine.Foundation.Hosting;

/// <summary>Section <c>Calls</c>: calls to other services.</summary>
public sealed class CallingOptions
{
    /// <summary>What a call has for its work, and to spare beyond waiting for its service.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(10), Spare = TimeSpan.FromSeconds(2);

    /// <summary>How long calls wait for a service that nobody answers for, as while its program is started anew: up to five minutes. Default: 8 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Calls:WaitForStart must be a time of up to five minutes, as 00:00:08.")]
    public TimeSpan WaitForStart { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A call without a deadline of its own gets this one: ten seconds, or longer if its service is waited for longer; it would be given up before the service is there.</summary>
    public TimeSpan Deadline => WaitForStart + Spare > Work ? WaitForStart + Spare : Work;

    public static CallingOptions Of(IConfiguration configuration) => new() { WaitForStart = configuration.GetValue("Calls:WaitForStart", new CallingOptions().WaitForStart) };
}
