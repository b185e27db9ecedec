using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests;

/// <summary>A standalone with endpoints over TLS that ask for certificates, and clients that are known by some.</summary>
public sealed class CertificateFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _storage = new();
    private readonly int _port = Ports.Free(), _grpcPort = Ports.Free();
    private StandaloneProcess? _standalone;

    public X509Certificate2 Own { get; } = Certificate("county-1");

    /// <summary>Of the same name.</summary>
    public X509Certificate2 Other { get; } = Certificate("county-1");

    public X509Certificate2 Expired { get; } = Certificate("county-2", -400, -30);

    /// <summary>The hash of the server's own.</summary>
    public string Server { get; private set; } = "";

    public Uri Tls => new($"https://127.0.0.1:{_port}");

    public Uri TlsGrpc => new($"https://127.0.0.1:{_grpcPort}");

    public StandaloneProcess Standalone => _standalone!;

    public async ValueTask InitializeAsync()
    {
        var server = Path.Combine(_storage.Path, "server.pfx");
        using (var certificate = Certificate("localhost"))
        {
            Server = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            await File.WriteAllBytesAsync(server, certificate.Export(X509ContentType.Pfx));
        }

        var authority = Directory.CreateDirectory(Path.Combine(_storage.Path, "authority")).FullName;
        await File.WriteAllTextAsync(Path.Combine(authority, "client.json"), """{"client_id":"plain","client_secret":"secret"}""");
        await File.WriteAllTextAsync(Path.Combine(authority, "clients.json"), JsonSerializer.Serialize(new object[]
        {
            new { clientId = "county", roles = (string[])["system"], agency = "as-finance", certificateSha256 = Hash(Own.RawData) },
            new { clientId = "both", secretHash = Hash("secret"u8), roles = (string[])["system"], certificateSha256 = Hash(Own.RawData) },
            new { clientId = "expired", roles = (string[])["system"], certificateSha256 = Hash(Expired.RawData) },
            new { clientId = "narrow", secretHash = Hash("secret"u8), roles = (string[])["system"], services = (string[])["catalogue", "requests"] },
            new { clientId = "plain", secretHash = Hash("secret"u8), roles = (string[])["system", "admin"] }
        }));
        _standalone = await StandaloneProcess.Start(_storage.Path, CancellationToken.None,
            $"--Kestrel:Endpoints:Tls:Url={Tls}", $"--Kestrel:Endpoints:Tls:Certificate:Path={server}", "--Kestrel:Endpoints:Tls:Protocols=Http1", "--Kestrel:Endpoints:Tls:ClientCertificateMode=AllowCertificate",
            $"--Kestrel:Endpoints:TlsGrpc:Url={TlsGrpc}", $"--Kestrel:Endpoints:TlsGrpc:Certificate:Path={server}", "--Kestrel:Endpoints:TlsGrpc:Protocols=Http2", "--Kestrel:Endpoints:TlsGrpc:ClientCertificateMode=AllowCertificate");
    }

    public async ValueTask DisposeAsync()
    {
        if (_standalone is not null) await _standalone.DisposeAsync();
        foreach (var certificate in new[] { Own, Other, Expired }) certificate.Dispose();
        _storage.Dispose();
    }

    private static X509Certificate2 Certificate(string name, int from = -1, int to = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(from), now.AddDays(to));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
