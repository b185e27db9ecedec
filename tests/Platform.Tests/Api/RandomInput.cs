using CsCheck;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Protobuf;
using System.Text.Json;
using System.Text;
using FreeValue = Google.Protobuf.WellKnownTypes.Value;

namespace Sunshine.Platform.Tests.Api;

/// <summary>Requests made up from the contracts alone: sensible, senseless and everything between.</summary>
internal static class RandomInput
{
    /// <summary>How deep messages are filled.</summary>
    private const int Deepest = 3;

    private static readonly Gen<string> Telling = Gen.OneOf(
        "", " ", "0", "-1", "1", "2016", "2016-09-26", "2016-02-30", "0001-01-01", "9999-12-31", "99999-01-01", ApiFixture.Agency, "anshan\n", "r1", "r0", "name", "parent_id", "parentId",
        "*", "..", "a/b", "%00", "%", "{0}", "{id}", "'; DROP TABLE items; --", "\"", "<script>", "AAAA", "AAAAAAAAAAAAAAAAAAAA", "genres", "01", "0101", "预算", "鞍政办发〔2016〕91号", "𠮷野",
        "CHANNEL_WEBSITE", "00835003X/2016-00001", "http://a.cn/", "\0", "\u202E", "\uFFFF", "\r\n", "OR AND NOT NEAR", "*:*", "\"a\" NEAR \"b\"", "^a", "a*", new string('字', 199), new string('a', 2_000), new string('(', 200));

    /// <summary>Any character, control characters and halves of surrogate pairs among them.</summary>
    private static readonly Gen<string> Text = Gen.Frequency((3, Telling), (1, Gen.String[0, 40]), (1, Gen.String[Gen.Char['\0', '\uFFFF'], 0, 20]));

    private static readonly Gen<int> Ints = Gen.Frequency((2, Gen.Int[-2, 12]), (1, Gen.OneOf(int.MinValue, int.MaxValue, 1949, 2016, 9999, 10_000)), (1, Gen.Int));

    private static readonly Gen<long> Longs = Gen.Frequency((2, Gen.Long[-2, 12]), (1, Gen.OneOf(long.MinValue, long.MaxValue)), (1, Gen.Long));

    /// <summary>A message's bytes; one in eight damaged.</summary>
    public static Gen<byte[]> Bytes(MessageDescriptor message)
    {
        var whole = Message(message, 0).Select(m => m.ToByteArray());
        var damaged = whole.Select(Gen.Byte.Array[1, 5], Gen.Int[0, 10_000], (bytes, noise, at) =>
        {
            var spoiled = bytes.Concat(noise).ToArray();
            for (var i = 0; i < noise.Length; i++) spoiled[(at + i * 7) % spoiled.Length] = noise[i];
            return spoiled;
        });
        return Gen.Frequency((7, whole), (1, damaged));
    }

    /// <summary>A JSON body; its fields mostly exist and are mostly of their type.</summary>
    public static Gen<string> Json(MessageDescriptor message, int depth = 0)
    {
        var fields = message.Fields.InDeclarationOrder().Select(f => Gen.Frequency((1, Gen.Const("")), (2, Member(f, depth)))).ToList();
        var odd = Gen.Frequency((12, Gen.Const("")), (1, Text.Select(Nonsense, (name, value) => $"{Quote(name)}:{value}")));
        var body = fields.Append(odd).Aggregate(Gen.Const(""), (all, next) => all.Select(next, (a, b) => a.Length == 0 ? b : b.Length == 0 ? a : $"{a},{b}"));
        return Gen.Frequency((30, body.Select(b => $"{{{b}}}")), (1, Nonsense), (1, body));
    }

    /// <summary>What a path's variable or a query parameter may be.</summary>
    public static Gen<string> Parameter => Text;

    /// <summary>A query string.</summary>
    public static Gen<string> Query(MessageDescriptor message)
    {
        var names = message.Fields.InDeclarationOrder().SelectMany(f => new[] { f.JsonName, f.Name }.Concat(f.FieldType == FieldType.Message ? [f.JsonName + "." + f.MessageType.Fields.InDeclarationOrder()[0].JsonName] : [])).ToArray();
        var name = Gen.Frequency((6, Gen.OneOf(names.Length == 0 ? ["x"] : names)), (1, Text));
        var parameter = name.Select(Gen.OneOf(Text, Ints.Select(i => i.ToString())), (n, v) => $"{Escape(n)}={Escape(v)}");
        var raw = Gen.OneOf("%", "%ff=%ff", "&&&", "=", "a=%C3%28", "pageSize", "query=%ED%A0%80");
        return Gen.Frequency((8, parameter), (1, raw)).Array[0, 4].Select(p => string.Join('&', p));
    }

    /// <summary>Halves of surrogate pairs cannot stand in an address; they become the mark for what is unreadable.</summary>
    public static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => char.IsAsciiLetterOrDigit((char)b) ? $"{(char)b}" : $"%{b:X2}"));

    private static Gen<string> Nonsense => Gen.OneOf(
        Gen.OneOf("null", "true", "{}", "[]", "[[]]", "1e999", "-0", "123456789012345678901234567890", "0.5", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":{\"b\":[1,{}]}}", "", "{", "nul", "[1,", "\"", "{\"\\udc00\":1}",
            string.Concat(Enumerable.Repeat("[", 500)), string.Concat(Enumerable.Repeat("{\"records\":[", 40))),
        Text.Select(Quote));

    private static Gen<string> Member(FieldDescriptor field, int depth)
    {
        var fitting = field.FieldType switch
        {
            FieldType.Message when field.MessageType.File.Package == "google.protobuf" => Text.Select(Quote),
            FieldType.Message => depth >= Deepest ? Gen.Const("{}") : Json(field.MessageType, depth + 1),
            FieldType.Enum => Gen.OneOf(Gen.OneOf(field.EnumType.Values.Select(v => Quote(v.Name)).ToArray()), Ints.Select(i => i.ToString())),
            FieldType.Int32 => Ints.Select(i => i.ToString()),
            FieldType.Int64 => Longs.Select(i => Quote(i.ToString())),
            FieldType.Bool => Gen.Bool.Select(b => b ? "true" : "false"),
            _ => Text.Select(Quote)
        };
        var value = field.IsRepeated ? fitting.Array[0, 3].Select(all => $"[{string.Join(',', all)}]") : fitting;
        return Gen.Frequency((20, value), (1, Nonsense)).Select(v => $"\"{field.JsonName}\":{v}");
    }

    /// <summary>As JSON, with halves of surrogate pairs as they are escaped there.</summary>
    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => c is '"' or '\\' or < ' ' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}"))}\"";

    private static Gen<IMessage> Message(MessageDescriptor message, int depth)
    {
        var fill = message.Fields.InDeclarationOrder().Select(f => Fill(f, depth))
            .Aggregate(Gen.Const<Action<IMessage>>(_ => { }), (all, next) => all.Select(next, (a, b) => (Action<IMessage>)(m =>
            {
                a(m);
                b(m);
            })));
        return fill.Select(f =>
        {
            var made = (IMessage)Activator.CreateInstance(message.ClrType)!;
            f(made);
            return made;
        });
    }

    private static Gen<Action<IMessage>> Fill(FieldDescriptor field, int depth)
    {
        var nothing = Gen.Const<Action<IMessage>>(_ => { });
        if (field.FieldType == FieldType.Message && depth >= Deepest) return nothing;
        var value = Value(field, depth);
        var set = field.IsRepeated
            ? value.Array[0, 3].Select(all => (Action<IMessage>)(m =>
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(m);
                foreach (var one in all) list.Add(one);
            }))
            : value.Select(one => (Action<IMessage>)(m => field.Accessor.SetValue(m, one)));
        return Gen.Frequency((1, nothing), (3, set));
    }

    private static Gen<object> Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => Text.Select(t => (object)t),
        FieldType.Int32 => Ints.Select(i => (object)i),
        FieldType.Int64 => Longs.Select(i => (object)i),
        FieldType.Bool => Gen.Bool.Select(b => (object)b),
        FieldType.Bytes => Gen.Byte.Array[0, 20].Select(b => (object)ByteString.CopyFrom(b)),
        FieldType.Enum => Ints.Select(i => System.Enum.ToObject(field.EnumType.ClrType, i)),
        FieldType.Message when field.MessageType == FieldMask.Descriptor => Telling.Array[0, 3].Select(paths => (object)new FieldMask { Paths = { paths } }),
        FieldType.Message when field.MessageType == Struct.Descriptor => Free(depth).Select(data => (object)data),
        FieldType.Message => Message(field.MessageType, depth + 1).Select(m => (object)m),
        _ => throw new NotSupportedException($"No contract has had a {field.FieldType} before; say how to make one up.")
    };

    /// <summary>Any JSON object.</summary>
    private static Gen<Struct> Free(int depth)
    {
        var plain = Gen.OneOf(
            Gen.Const(() => FreeValue.ForNull()), Gen.Bool.Select(FreeValue.ForBool), Text.Select(FreeValue.ForString), Gen.Double.Select(FreeValue.ForNumber), Ints.Select(i => FreeValue.ForNumber(i)), Gen.Const(() => new FreeValue()));
        var value = depth >= Deepest ? plain : Gen.Frequency((4, plain), (1, plain.Array[0, 3].Select(all => FreeValue.ForList(all))), (1, Free(depth + 1).Select(FreeValue.ForStruct)));
        return Gen.Select(Text, value).Array[0, 4].Select(all =>
        {
            var data = new Struct();
            foreach (var (name, one) in all) data.Fields[name] = one;
            return data;
        });
    }
}
