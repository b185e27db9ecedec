namespace Sunshine.Platform.Tests.Deployment;

// The members of Dapr's kinds that are used here, by Dapr's reference. A reader that refuses all others finds a misspelt one, which a sidecar
// would pass over in silence.

public sealed class DaprMetadata
{
    public string Name { get; set; } = "";

    public string? Namespace { get; set; }
}

public abstract class DaprKind
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public DaprMetadata Metadata { get; set; } = new();

    public List<string>? Scopes { get; set; }
}

public sealed class DaprComponent : DaprKind
{
    public DaprComponentSpec Spec { get; set; } = new();

    public DaprAuth? Auth { get; set; }
}

public sealed class DaprAuth
{
    public string SecretStore { get; set; } = "";
}

public sealed class DaprComponentSpec
{
    public string Type { get; set; } = "";

    public string Version { get; set; } = "";

    public List<DaprItem> Metadata { get; set; } = [];
}

public sealed class DaprItem
{
    public string Name { get; set; } = "";

    public string? Value { get; set; }

    public DaprSecretKey? SecretKeyRef { get; set; }
}

public sealed class DaprSecretKey
{
    public string Name { get; set; } = "";

    public string Key { get; set; } = "";
}

public sealed class DaprResiliency : DaprKind
{
    public DaprResiliencySpec Spec { get; set; } = new();
}

public sealed class DaprResiliencySpec
{
    public DaprPolicies Policies { get; set; } = new();

    public DaprTargets Targets { get; set; } = new();
}

public sealed class DaprPolicies
{
    public Dictionary<string, DaprRetry> Retries { get; set; } = [];
}

public sealed class DaprRetry
{
    public string Policy { get; set; } = "";

    public string? MaxInterval { get; set; }

    public int? MaxRetries { get; set; }
}

public sealed class DaprTargets
{
    public Dictionary<string, DaprDirections> Components { get; set; } = [];
}

public sealed class DaprDirections
{
    public DaprTarget? Inbound { get; set; }

    public DaprTarget? Outbound { get; set; }
}

public sealed class DaprTarget
{
    public string? Retry { get; set; }
}

public sealed class DaprConfiguration : DaprKind
{
    public DaprConfigurationSpec Spec { get; set; } = new();
}

public sealed class DaprConfigurationSpec
{
    public DaprTracing? Tracing { get; set; }

    public DaprAccessControl? AccessControl { get; set; }

    public DaprApi? Api { get; set; }
}

public sealed class DaprTracing
{
    public string SamplingRate { get; set; } = "";

    public DaprOtel? Otel { get; set; }
}

public sealed class DaprOtel
{
    public string EndpointAddress { get; set; } = "";

    public bool IsSecure { get; set; } = true;

    public string Protocol { get; set; } = "";
}

public sealed class DaprAccessControl
{
    public string DefaultAction { get; set; } = "";

    public string TrustDomain { get; set; } = "";

    public List<DaprPolicy> Policies { get; set; } = [];
}

public sealed class DaprPolicy
{
    public string AppId { get; set; } = "";

    public string DefaultAction { get; set; } = "";

    public string TrustDomain { get; set; } = "";

    public string Namespace { get; set; } = "";
}

public sealed class DaprApi
{
    public List<DaprApiRule> Allowed { get; set; } = [];
}

public sealed class DaprApiRule
{
    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public string Protocol { get; set; } = "";
}
