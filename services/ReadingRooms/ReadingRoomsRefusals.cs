using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class ReadingRoomsRefusals
{
    public static readonly Refusal NoSuchRoom = new("NO_SUCH_ROOM", StatusCode.NotFound, "没有这个查阅场所。", "There is no such reading room.");

    public static readonly Refusal RoomClosed = new("ROOM_CLOSED", StatusCode.FailedPrecondition, "该查阅场所已于 {0} 关闭。", "The room was closed on {0}.");

    public static readonly Refusal RoomOpen = new("ROOM_OPEN", StatusCode.FailedPrecondition, "该查阅场所没有关闭。", "The room is not closed.");

    public static readonly Refusal TooManySpells = new("TOO_MANY_SPELLS", StatusCode.FailedPrecondition, "该查阅场所开闭的次数已达上限。", "The room was closed and opened again too often.");

    public static readonly Refusal NoSuchDistribution = new("NO_SUCH_DISTRIBUTION", StatusCode.NotFound, "没有这次送达。", "There is no such distribution.");

    public static readonly Refusal DistributedAlready = new("DISTRIBUTED_ALREADY", StatusCode.AlreadyExists, "这一版本已经开始送达：{0}。", "This edition is distributed already: {0}.");

    public static readonly Refusal NoRooms = new("NO_ROOMS", StatusCode.FailedPrecondition, "没有可送达的查阅场所。", "There is no room to give it to.");

    public static readonly Refusal NoSuchPublication = new("NO_SUCH_PUBLICATION", StatusCode.NotFound, "目录中没有这项公开信息或这期公报。", "The catalogue has no such public item or issue.");

    public static readonly Refusal NoSuchCode = new("NO_SUCH_CODE", StatusCode.NotFound, "没有这个确认码：请核对后重新输入。", "There is no such code; look at it again.");

    public static readonly Refusal TooManyConfirmations = new("TOO_MANY_CONFIRMATIONS", StatusCode.ResourceExhausted, "确认次数过多：每小时最多 {0} 次。", "Too many confirmations: at most {0} an hour.");

    public static readonly Refusal TooManyOnSheet = new("TOO_MANY_ROOMS", StatusCode.FailedPrecondition, "一张确认单最多 {0} 个查阅场所：请按行政区划分开打印。", "A sheet has at most {0} rooms; print it by division.");

    public static readonly Refusal NoSuchHolding = new("NO_SUCH_HOLDING", StatusCode.NotFound, "没有这份馆藏。", "There is no such holding.");

    public static readonly Refusal NotHeld = new("NOT_HELD", StatusCode.FailedPrecondition, "该馆藏已于 {0} 撤下。", "It lay there no more from {0} on.");
}
