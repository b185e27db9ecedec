using System.Collections.Concurrent;

namespace Sunshine.KeyAreas;

/// <summary>Every schema that was used in this process, compiled once: a version never changes.</summary>
public sealed class RecordShapes
{
    private readonly ConcurrentDictionary<(string TypeId, int Version), RecordShape> _compiled = new();

    public RecordShape Latest(RecordType type) => Of(type, type.Schemas.Count);

    /// <param name="version">From 1; one that the type has.</param>
    public RecordShape Of(RecordType type, int version) =>
        _compiled.GetOrAdd((type.Id, version), static (key, type) => RecordShape.Of(key.Version, type.Schemas[key.Version - 1].Json), type);
}
