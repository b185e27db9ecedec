using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>A page token is no secret: whoever knows how they are made can make one of any place.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class PageTokenTests(ApiFixture api)
{
    private static readonly string[] Places =
    [
        "x", " ", "-1", "1", "0", "2147483647", "999999999", "99999999999999999999", "1 2", "-1 -1", "2147483647 2147483647 2147483647", "9223372036854775807 9223372036854775807", "9223372036854775807 0", "1 1 1 1",
        "{}", "null", """{"Value":null,"Id":null}""", """{"Value":"x","Id":"x"}""", """{"Value":"-1","Id":""}""", """{"Value":"9999-12-31","Id":"\u0000"}""", "\u0002", "x\u0002-1", "x\u00029", "|", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        new Foundation.Storage.Sqlite.SearchPlace(long.MaxValue, [long.MinValue, -1, long.MaxValue], 3, long.MaxValue).ToString(), new Foundation.Storage.Sqlite.SearchPlace(0, new long[500], 0, 0).ToString()
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rpcs => [.. Testing.Contracts.Rpcs.Where(r => r.InputType.FindFieldByName("page_token") is not null && !r.IsClientStreaming).Select(r => r.FullName)];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task A_forged_page_token_is_refused_or_is_an_empty_page(string name)
    {
        var standalone = await api.Standalone;
        var rpc = Testing.Contracts.Rpcs.Single(r => r.FullName == name);
        var invoker = standalone.Invoker(standalone.Token);
        foreach (var place in Places)
        {
            var request = Request(rpc);
            rpc.InputType.FindFieldByName("page_token").Accessor.SetValue(request, PageTokens.Of(place, request));
            var options = new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(20)).UtcDateTime, cancellationToken: Cancel);
            var ended = await RawCalls.Call(invoker, rpc.Service.FullName, rpc, [request.ToByteArray()], options);
            Assert.True(ended is null or { StatusCode: StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.Aborted or StatusCode.FailedPrecondition or StatusCode.PermissionDenied }, $"{place}: {ended?.Status}");
        }
    }

    /// <summary>One that names what it must, so that its token is looked at.</summary>
    private static IMessage Request(MethodDescriptor rpc)
    {
        var request = (IMessage)Activator.CreateInstance(rpc.InputType.ClrType)!;
        foreach (var field in rpc.InputType.Fields.InDeclarationOrder().Where(f => !f.IsRepeated))
        {
            if (field.FieldType == FieldType.Int32 && field.Name is "year" or "fiscal_year") field.Accessor.SetValue(request, 2016);
            else if (field.FieldType == FieldType.String && field.Name == "agency_id") field.Accessor.SetValue(request, ApiFixture.Agency);
            else if (field.FieldType == FieldType.String && field.Name == "measure") field.Accessor.SetValue(request, "public-budget-expenditure");
            else if (field.FieldType == FieldType.Enum && field.Name is "phase" or "by" or "form") field.Accessor.SetValue(request, Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values[1].Number));
        }

        return request;
    }
}
