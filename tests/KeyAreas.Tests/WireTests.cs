using Google.Protobuf;
using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Data is the one part of a contract that holds itself, and may be nested without end.</summary>
public sealed class WireTests : KeyAreasTest
{
    [Fact]
    public async Task Data_nested_beyond_reason_is_refused_and_the_process_lives()
    {
        byte[] list = [];
        // Value { list_value { values: Value { … } } }
        for (var i = 0; i < 20_000; i++) list = Framed(6, Framed(1, list));
        var (fields, data) = (1, 6);
        byte[] entry = [.. Framed(1, "x"u8.ToArray()), .. Framed(2, list)];
        var message = Framed(1, Framed(data, Framed(fields, entry)));
        var rpc = RecordService.Descriptor.Methods.Single(m => m.Name == "BatchImportRecords");
        var refused = await RawCalls.Call(As("machine", Roles.System), RecordService.Descriptor.FullName, rpc, [message], new CallOptions(cancellationToken: Cancel));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused!.StatusCode, ReasonOf(refused)));
        Assert.Equal(28, (await Areas.ListAreasAsync(new() { PageSize = 200 }, cancellationToken: Cancel)).Areas.Count);
    }

    [Fact]
    public async Task Data_nested_too_deeply_to_be_kept_names_the_field()
    {
        var data = Relief().Data;
        var inner = Data(("x", "1"));
        for (var i = 0; i < 12; i++) inner = Data(("x", inner));
        data.Fields["资金支出"] = Google.Protobuf.WellKnownTypes.Value.ForStruct(inner);
        Assert.EndsWith(" TOO_DEEP", Assert.Single(WrongIn((await Import(Entry("relief", data)))[0])), StringComparison.Ordinal);
    }

    private static byte[] Framed(int field, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return bytes.ToArray();
    }
}
