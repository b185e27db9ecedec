namespace Sunshine.Foundation.Messaging;

/// <summary>A short public text as <c>name=value</c>.</summary>
internal static class PublicPair
{
    /// <param name="longest">Of the whole, in characters. Of a value that is longer the beginning stands; control characters become spaces.</param>
    public static string Of(string name, string value, int longest)
    {
        var most = longest - name.Length - 1;
        if (value.Length > most) value = value[..(char.IsHighSurrogate(value[most - 1]) ? most - 1 : most)];
        if (value.Any(char.IsControl)) value = string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
        return $"{name}={value}";
    }
}
