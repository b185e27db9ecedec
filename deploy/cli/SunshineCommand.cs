using System.CommandLine;
using Grpc.Core;
using Spectre.Console;

namespace Sunshine.Cli;

/// <summary>The command line: options and commands, and what each exit code means.</summary>
/// <param name="output">What the command answers.</param>
/// <param name="messages">Progress and errors, apart from the answer so that it can be piped.</param>
/// <param name="time">The clock.</param>
public sealed partial class SunshineCommand(IAnsiConsole output, IAnsiConsole messages, TimeProvider time)
{
    /// <summary>All is done.</summary>
    public const int Done = 0;

    /// <summary>The command could not be carried out, or only in part. Of reports that were checked: there are errors in them.</summary>
    public const int Failed = 1;

    /// <summary>Every row has its result, but some were refused or could not be read. Of reports to check: a file could not be read, and nothing was checked.</summary>
    public const int SomeRefused = 2;

    private readonly Option<string> _server = new("--server")
    {
        Description = "gRPC address of the gateway or the catalogue [env: SUNSHINE_SERVER]",
        HelpName = "url",
        Recursive = true,
        DefaultValueFactory = _ => FromEnvironment("SUNSHINE_SERVER") ?? "http://localhost:8081",
    };

    private readonly Option<string> _authority = new("--authority")
    {
        Description = "Where tokens come from, at <url>/connect/token [env: SUNSHINE_AUTHORITY]",
        HelpName = "url",
        Recursive = true,
        DefaultValueFactory = _ => FromEnvironment("SUNSHINE_AUTHORITY") ?? "http://localhost:8080",
    };

    private readonly Option<string?> _clientId = new("--client-id")
    {
        Description = "Who the tool is to the authority [env: SUNSHINE_CLIENT_ID]",
        HelpName = "id",
        Recursive = true,
    };

    private readonly Option<string?> _clientSecret = new("--client-secret")
    {
        Description = "Its secret; rather give it by the environment [env: SUNSHINE_CLIENT_SECRET]",
        HelpName = "secret",
        Recursive = true,
    };

    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = $"JSON file with client_id and client_secret; {ServerConnection.DefaultCredentialsFile} if that exists. Without credentials: anonymous",
        HelpName = "file",
        Recursive = true,
    };

    /// <summary>Carries out a command line.</summary>
    /// <returns><see cref="Done"/>, <see cref="Failed"/> or <see cref="SomeRefused"/>.</returns>
    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var root = new RootCommand("Works with a Sunshine (阳光政务公开平台) server: imports and exports disclosed information, loads samples. Without one it verifies the ledger, signs reported figures, checks published annual reports, backs up and restores a platform on SQLite, and carries one to MongoDB or back.")
        {
            _server, _authority, _clientId, _clientSecret, _credentials, Import(), Export(), Sample(), Verify(), Tally(), CheckReport(), Backup(), Restore(), Migrate(),
        };
        // Results of a command go to `output`, which tests read; what the parser itself says goes where messages go.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = output.Profile.Out.Writer,
            Error = messages.Profile.Out.Writer,
        };
        try
        {
            return await root.Parse(args).InvokeAsync(invocation, cancel);
        }
        catch (CommandFailedException e)
        {
            return Tell(e.Message);
        }
        catch (RpcException e)
        {
            return Tell(Failures.Sentence(e));
        }
        catch (OperationCanceledException)
        {
            return Tell("Stopped.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell(e.Message);
        }
    }

    private int Tell(string message)
    {
        messages.MarkupLineInterpolated($"[red]Failed:[/] {message}");
        return Failed;
    }

    private Task<ServerConnection> Connect(ParseResult parsed, CancellationToken cancel) => ServerConnection.Open(
        parsed.GetRequiredValue(_server),
        parsed.GetRequiredValue(_authority),
        ServerConnection.Credentials(
            parsed.GetValue(_clientId) ?? FromEnvironment("SUNSHINE_CLIENT_ID"),
            parsed.GetValue(_clientSecret) ?? FromEnvironment("SUNSHINE_CLIENT_SECRET"),
            parsed.GetValue(_credentials)),
        time,
        cancel);

    private static string? FromEnvironment(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
