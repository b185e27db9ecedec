using System.Reflection;
using Google.Protobuf.Reflection;

namespace Sunshine.Portal.Components;

/// <summary>Values of the contracts' enums by their names in addresses: <c>CHANNEL_GAZETTE</c>.</summary>
public static class Values
{
    public static bool TryOf<T>(string name, out T value) where T : struct, Enum
    {
        value = Names<T>.ByName.GetValueOrDefault(name);
        return Names<T>.ByName.ContainsKey(name);
    }

    /// <summary>The value; none for a name that there is not, as if nothing was chosen.</summary>
    public static T Of<T>(string? name) where T : struct, Enum => name is not null && TryOf<T>(name, out var value) ? value : default;

    /// <summary>The name as the contracts have it.</summary>
    public static string Name<T>(T value) where T : struct, Enum => Names<T>.ByName.First(n => n.Value.Equals(value)).Key;

    /// <summary>What a field offers to choose from; nothing chosen first, by an empty value.</summary>
    public static IEnumerable<(string Value, string Text)> Choices<T>(Func<T, string> word) where T : struct, Enum => Enum.GetValues<T>().Select(v => (v.Equals(default(T)) ? "" : Name(v), word(v)));

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByName = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(f => f.GetCustomAttribute<OriginalNameAttribute>()!.Name, f => (T)f.GetValue(null)!);
    }
}
