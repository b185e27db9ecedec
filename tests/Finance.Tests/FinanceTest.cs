using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

public abstract class FinanceTest() : ServiceTest(FinanceModule.Name)
{
    protected override void Add(IServiceCollection services) => services.AddFinance();

    protected override void Map(WebApplication app) => app.MapFinance();
}
