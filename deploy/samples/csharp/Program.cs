using Grpc.Core;

namespace CountyClient;

internal static class Program
{
    /// <summary>Exit codes.</summary>
    public const int Done = 0, Failed = 1, Incomplete = 2;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var settings = Settings.FromEnvironment();
            using var access = new Access(settings);
            switch (arguments)
            {
                case ["import", var file]:
                {
                    using var journal = new Journal(settings.State);
                    return await new Import(access, journal, file).Run();
                }

                case ["follow"] or ["follow", "--until-idle"]:
                    return await new Follow(access, settings, untilIdle: arguments.Length > 1).Run();
                case ["balance", var from, var to]:
                {
                    using var journal = new Journal(settings.State);
                    return await new Balance(access, settings, journal, from, to).Run();
                }

                default:
                    throw new StopException("usage: import FILE | follow [--until-idle] | balance FROM TO   (days, as 2026-01-31)");
            }
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync(Access.Explain(e));
        }
        catch (Exception e) when (e is StopException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }

        return Failed;
    }
}
