namespace CountyClient;

/// <summary>What the environment says; README.md has the table.</summary>
internal sealed record Settings(Uri Server, Uri Authority, string ClientId, string ClientSecret, string Agency, string State, string Language)
{
    public static Settings FromEnvironment() => new(
        Address("SUNSHINE_SERVER"), Address("SUNSHINE_AUTHORITY"), Required("SUNSHINE_CLIENT_ID"), Secret("SUNSHINE_CLIENT_SECRET_FILE"), Required("SUNSHINE_AGENCY"),
        Environment.GetEnvironmentVariable("SUNSHINE_STATE") ?? "state", Environment.GetEnvironmentVariable("SUNSHINE_LANGUAGE") ?? "zh-CN");

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new StopException($"The environment variable {name} is not set.");

    private static Uri Address(string name) =>
        Uri.TryCreate(Required(name), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw new StopException($"{name} is not an http or https address.");

    private static string Secret(string name)
    {
        try
        {
            return File.ReadAllText(Required(name)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StopException($"{name}: {e.Message}");
        }
    }
}

/// <summary>Nothing to be tried again: a person has to do something. The message says what.</summary>
internal sealed class StopException(string message) : Exception(message);
