using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>A reason for which a call is refused, in the caller's language. A service lists all of its own in one file.</summary>
/// <param name="Reason">Stable, UPPER_SNAKE_CASE; programs decide by it.</param>
/// <param name="Code">The gRPC status.</param>
/// <param name="Chinese">A sentence for people. <c>{0}</c> stands for the subject where there is one.</param>
/// <param name="English">The same in English.</param>
public sealed record Refusal(string Reason, StatusCode Code, string Chinese, string English)
{
    /// <summary>The domain of every reason of this platform.</summary>
    public const string Domain = "sunshine";

    /// <summary>Seconds after which the same call may succeed, for one that has only come at a bad time; null for any other.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Refuses with this reason. To be thrown.</summary>
    /// <param name="subject">What the sentence is about, such as an id; never a personal datum.</param>
    public RefusedException Of(string subject = "") => new(this, subject);
}

/// <summary>An expected refusal. Anything else that is thrown is a mistake of ours.</summary>
public sealed class RefusedException(Refusal refusal, string subject = "", IReadOnlyList<Violation>? violations = null)
    : Exception($"{refusal.Reason}: {string.Format(refusal.English, subject)}")
{
    public Refusal Refusal { get; } = refusal;

    public IReadOnlyList<Violation> Violations { get; } = violations ?? [];

    /// <summary>Whole seconds; null where coming again helps nobody. Up to twice what the reason says, so that not all who were turned away at once come back at once.</summary>
    public int? RetryAfter { get; } = refusal.RetryAfter is { } least ? Random.Shared.Next(least, 2 * least + 1) : null;

    /// <summary>Facts for programs, such as the current etag.</summary>
    public Dictionary<string, string> Facts { get; } = subject.Length == 0 ? [] : new() { ["subject"] = subject };

    /// <summary>Adds a fact.</summary>
    public RefusedException With(string name, string value)
    {
        Facts[name] = value;
        return this;
    }

    /// <summary>The refusal as it is sent.</summary>
    /// <param name="most">Bytes that it may have: of very many violations the last are left out, and the fact <c>omitted</c> says how many.</param>
    public Google.Rpc.Status ToStatus(Language language, int most = int.MaxValue)
    {
        var message = string.Format(language == Language.Chinese ? Refusal.Chinese : Refusal.English, subject);
        var status = new Google.Rpc.Status { Code = (int)Refusal.Code, Message = message };
        var info = new ErrorInfo { Reason = Refusal.Reason, Domain = Refusal.Domain };
        info.Metadata.Add(Facts);
        var bad = new BadRequest();
        bad.FieldViolations.Add(Fitting(language, most - 2 * Around(message, info)));
        if (bad.FieldViolations.Count < Violations.Count) info.Metadata["omitted"] = $"{Violations.Count - bad.FieldViolations.Count}";
        status.Details.Add(Any.Pack(info));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = language.Tag(), Message = message }));
        if (RetryAfter is { } seconds) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) }));
        if (Violations.Count > 0) status.Details.Add(Any.Pack(bad));
        return status;
    }

    private IEnumerable<BadRequest.Types.FieldViolation> Fitting(Language language, long most) =>
        Violations.Select(v => v.ToProto(language)).TakeWhile(v => (most -= v.CalculateSize() + 8) >= 0);

    /// <summary>Bytes of all else, at most.</summary>
    private static int Around(string message, ErrorInfo info) => 500 + 3 * message.Length + info.CalculateSize();
}

/// <summary>The refusals that every service has.</summary>
public static class Refusals
{
    public static readonly Refusal InvalidFields = new("INVALID_FIELDS", StatusCode.InvalidArgument,
        "请求中有不符合要求的字段。", "Some fields of the request are not acceptable.");

    public static readonly Refusal StaleEtag = new("STALE_ETAG", StatusCode.Aborted,
        "该资源已被他人修改，请重新读取后再提交。", "The resource has changed since it was read; read it again.");

    public static readonly Refusal Unauthenticated = new("UNAUTHENTICATED", StatusCode.Unauthenticated,
        "请先登录或提供有效的访问令牌。", "A valid access token is needed.");

    public static readonly Refusal Forbidden = new("FORBIDDEN", StatusCode.PermissionDenied,
        "您的角色不能执行此操作。", "Your role does not allow this call.");

    public static readonly Refusal OtherAgency = new("OTHER_AGENCY", StatusCode.PermissionDenied,
        "您不能操作该机构的信息：{0}。", "You may not act for this agency: {0}.");

    public static readonly Refusal NoSuchPath = new("NO_SUCH_PATH", StatusCode.NotFound, "没有这个接口。", "There is nothing at this address.");

    public static readonly Refusal NoSuchMethod = new("NO_SUCH_METHOD", StatusCode.Unimplemented,
        "该接口不支持此请求方法。", "This address does not offer the method.");

    private static readonly Refusal LargerThan = new("REQUEST_TOO_LARGE", StatusCode.ResourceExhausted,
        "请求内容过大：最多 {0} 字节。", "The request is too large: at most {0} bytes.");

    /// <summary>Beyond <see cref="SunshineHost.LargestMessage"/>.</summary>
    public static RefusedException TooLarge => Larger(SunshineHost.LargestMessage);

    /// <summary>Beyond a limit of its own, in bytes.</summary>
    public static RefusedException Larger(long most) => LargerThan.Of(most.ToString()).With("limit", most.ToString());

    public static readonly Refusal TooMany = new("TOO_MANY_REQUESTS", StatusCode.ResourceExhausted,
        "请求过于频繁，请稍后再试。", "Too many requests; try again later.") { RetryAfter = 1 };

    public static readonly Refusal Overloaded = new("OVERLOADED", StatusCode.Unavailable,
        "访问量过大，请稍后再试。", "Too much is going on; try again in a moment.") { RetryAfter = 1 };

    public static readonly Refusal Unavailable = new("UNAVAILABLE", StatusCode.Unavailable,
        "服务暂时不可用，请稍后再试。", "The service is not available; try again later.") { RetryAfter = 2 };

    public static readonly Refusal TooSlow = new("DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded,
        "处理超时，请稍后再试。", "The call took too long; try again later.");

    public static readonly Refusal Internal = new("INTERNAL", StatusCode.Internal,
        "系统内部错误，请联系管理员并提供追踪号 {0}。", "Internal error; tell the operator the trace id {0}.");
}
