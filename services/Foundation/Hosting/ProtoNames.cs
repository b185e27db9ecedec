using Google.Protobuf.Reflection;

namespace Sunshine.Foundation.Hosting;

/// <summary>The names of enum values as contracts and JSON have them, e.g. <c>CHANNEL_WEBSITE</c>.</summary>
public static class ProtoNames
{
    /// <param name="value">A value that the contract declares.</param>
    public static string Name<TEnum>(this TEnum value) where TEnum : struct, Enum => Of<TEnum>.Names[value];

    private static class Of<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToDictionary(
            v => v, v => ((OriginalNameAttribute)typeof(TEnum).GetField(v.ToString())!.GetCustomAttributes(typeof(OriginalNameAttribute), false)[0]).Name);
    }
}
