using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Verifying;

/// <summary>Where a log's files are.</summary>
internal sealed class LogPlace : IDisposable
{
    private readonly HttpClient? _client;

    private LogPlace(ILogFiles files, HttpClient? client) => (Files, _client) = (files, client);

    public ILogFiles Files { get; }

    /// <param name="place">An address, or a folder.</param>
    /// <exception cref="CommandFailedException">It is neither.</exception>
    public static LogPlace Open(string place)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            var client = new HttpClient(new PatientReads { InnerHandler = new SocketsHttpHandler() }) { Timeout = TimeSpan.FromMinutes(5) };
            return new LogPlace(new HttpLogFiles(client, address), client);
        }

        return Directory.Exists(place) ? new LogPlace(new FolderLogFiles(place), null) : throw new CommandFailedException($"{place} is neither an address nor a folder.");
    }

    public void Dispose() => _client?.Dispose();
}
