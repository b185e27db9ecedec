using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

public abstract class PowerListTest() : ServiceTest(PowerListModule.Name)
{
    protected override void Add(IServiceCollection services) => services.AddPowerList();

    protected override void Map(WebApplication app) => app.MapPowerList();
}
