using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>Finds what is wrong with a message's bytes after they could not be read.</summary>
internal static class WireCheck
{
    /// <summary>Messages that hold themselves may be sent nested without end, and going after them would end the process.</summary>
    private const int Deepest = 32;

    /// <summary>Told of at most: they travel in trailers, and a message may be wrong in millions of places.</summary>
    private const int Enough = 50;

    /// <summary>Of bytes that are not even in the frame of a message.</summary>
    public static RefusedException NoMessage()
    {
        var violations = new Violations();
        violations.Add("", "MALFORMED_MESSAGE", "不是完整的 gRPC 报文。", "Not a whole gRPC message.");
        return new RefusedException(Refusals.InvalidFields, "", violations.Found);
    }

    /// <summary>The refusal to throw. It is made before the call's headers can be seen, so its sentence is in Chinese.</summary>
    public static RpcException Refuse(MessageDescriptor message, byte[] bytes)
    {
        var violations = new Violations();
        try
        {
            Walk(message, new CodedInputStream(bytes), "", violations, 0);
        }
        catch (InvalidProtocolBufferException)
        {
            // The bytes end or turn senseless here; what was found so far is what can be said.
        }

        if (!violations.Any) violations.Add("", "MALFORMED_MESSAGE", $"不是有效的 {message.Name} 报文。", $"Not the bytes of a {message.Name}.");
        return new RefusedException(Refusals.InvalidFields, "", violations.Found).ToStatus(Language.Chinese).ToRpcException();
    }

    private static void Walk(MessageDescriptor message, CodedInputStream input, string prefix, Violations violations, int depth)
    {
        var counts = new Dictionary<int, int>();
        uint tag;
        while (violations.Found.Count < Enough && (tag = input.ReadTag()) != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            var field = message.FindFieldByNumber(number);
            if (field is null || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited || field.FieldType is not (FieldType.String or FieldType.Message))
            {
                input.SkipLastField();
                continue;
            }

            var path = prefix + field.JsonName;
            if (field.IsRepeated)
            {
                counts[number] = counts.GetValueOrDefault(number) + 1;
                path += $"[{counts[number] - 1}]";
            }

            var content = input.ReadBytes();
            if (field.FieldType == FieldType.Message && depth >= Deepest) violations.Add(path, "TOO_DEEP", $"嵌套最多 {Deepest} 层。", $"Nested deeper than {Deepest}.");
            else if (field.FieldType == FieldType.Message) Walk(field.MessageType, content.CreateCodedInput(), path + ".", violations, depth + 1);
            else if (!Utf8.IsValid(content.Span)) violations.Add(path, "NOT_UTF8", "不是有效的 UTF-8 文本。", "Not UTF-8.");
        }
    }
}
