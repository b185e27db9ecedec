using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;

namespace Sunshine.Testing.Hosts;

/// <summary>A Catalogue that has no agencies, for services that are tested by themselves: what they know they were given, and who asks for more learns that there is no such agency.</summary>
public static class EmptyCatalogue
{
    private static readonly Lazy<Task<Uri>> One = new(Start);

    /// <summary>One for all tests of a process.</summary>
    public static async Task<string> Address() => (await One.Value).ToString();

    private static async Task<Uri> Start() => new((await BareService.Start(app => app.MapGrpcService<Agencies>(), services => services.AddGrpc())).Urls.Single());

    private sealed class Agencies : AgencyService.AgencyServiceBase
    {
        public override Task<Agency> GetAgency(GetAgencyRequest request, ServerCallContext context) => throw new RpcException(new Status(StatusCode.NotFound, "There are none."));

        public override Task<ListAgenciesResponse> ListAgencies(ListAgenciesRequest request, ServerCallContext context) => Task.FromResult(new ListAgenciesResponse());
    }
}
