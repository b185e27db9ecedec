using System.Globalization;

namespace Sunshine.Testing.Sidecar;

/// <summary>Name resolution: one file for each app, with its sidecar's internal port.</summary>
internal sealed class Peers
{
    private readonly string _folder;

    public Peers(string shared) => _folder = Directory.CreateDirectory(Path.Combine(shared, "peers")).FullName;

    public void Announce(string appId, int internalPort)
    {
        var whole = Path.Combine(_folder, $"{appId}.{Environment.ProcessId}.tmp");
        File.WriteAllText(whole, internalPort.ToString(CultureInfo.InvariantCulture));
        File.Move(whole, Path.Combine(_folder, appId), overwrite: true);
    }

    /// <summary>Null for an app nobody announced.</summary>
    public Uri? Find(string appId) =>
        appId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && File.Exists(Path.Combine(_folder, appId))
            ? new Uri("http://127.0.0.1:" + File.ReadAllText(Path.Combine(_folder, appId)))
            : null;
}
