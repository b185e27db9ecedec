using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>Finds what is wrong with a message's bytes after they could not be read.</summary>
internal static class WireCheck
{
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
            Walk(message, new CodedInputStream(bytes), "", violations);
        }
        catch (InvalidProtocolBufferException)
        {
            // The bytes end or turn senseless here; what was found so far is what can be said.
        }

        if (!violations.Any) violations.Add("", "MALFORMED_MESSAGE", $"不是有效的 {message.Name} 报文。", $"Not the bytes of a {message.Name}.");
        return new RefusedException(Refusals.InvalidFields, "", violations.Found).ToStatus(Language.Chinese).ToRpcException();
    }

    private static void Walk(MessageDescriptor message, CodedInputStream input, string prefix, Violations violations)
    {
        var counts = new Dictionary<int, int>();
        uint tag;
        while ((tag = input.ReadTag()) != 0)
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
            if (field.FieldType == FieldType.Message) Walk(field.MessageType, content.CreateCodedInput(), path + ".", violations);
            else if (!Utf8.IsValid(content.Span)) violations.Add(path, "NOT_UTF8", "不是有效的 UTF-8 文本。", "Not UTF-8.");
        }
    }
}
