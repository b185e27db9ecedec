using Google.Protobuf.Reflection;

namespace Sunshine.Foundation.Hosting;

/// <summary>The names of enum values as contracts and JSON have them, e.g. <c>CHANNEL_WEBSITE</c>.</summary>
public static class ProtoNames
{
    /// <param name="value">A value that the contract declares.</param>
    public static string Name<TEnum>(this TEnum value) where TEnum : struct, Enum => Of<TEnum>.Names[value];

    /// <summary>The same without the enum's own name, e.g. <c>WEBSITE</c>: as acts and counts have it. Empty for the value that says nothing.</summary>
    /// <param name="value">A value that the contract declares.</param>
    public static string ShortName<TEnum>(this TEnum value) where TEnum : struct, Enum =>
        EqualityComparer<TEnum>.Default.Equals(value, default) ? "" : Of<TEnum>.Names[value][Of<TEnum>.Prefix..];

    private static class Of<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToDictionary(
            v => v, v => ((OriginalNameAttribute)typeof(TEnum).GetField(v.ToString())!.GetCustomAttributes(typeof(OriginalNameAttribute), false)[0]).Name);

        /// <summary>How long the enum's own name is in its values': the first one adds <c>UNSPECIFIED</c> to it.</summary>
        public static readonly int Prefix = Names[default].Length - "UNSPECIFIED".Length;
    }
}
