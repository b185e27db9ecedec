using Google.Protobuf.Reflection;

namespace Sunshine.Catalogue;

/// <summary>The names of enum values as contracts and JSON have them, e.g. <c>CHANNEL_WEBSITE</c>.</summary>
public static class ProtoNames
{
    public static string Name(this V1.Channel channel) => Of<V1.Channel>.Names[(int)channel];

    public static string Name(this V1.Stage stage) => Of<V1.Stage>.Names[(int)stage];

    public static string Name(this V1.DraftState state) => Of<V1.DraftState>.Names[(int)state];

    public static string Name(this V1.Validity validity) => Of<V1.Validity>.Names[(int)validity];

    public static string Name(this V1.Relation relation) => Of<V1.Relation>.Names[(int)relation];

    private static class Of<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<int, string> Names = Enum.GetNames<TEnum>().ToDictionary(
            n => Convert.ToInt32(Enum.Parse<TEnum>(n)),
            n => ((OriginalNameAttribute)typeof(TEnum).GetField(n)!.GetCustomAttributes(typeof(OriginalNameAttribute), false)[0]).Name);
    }
}
