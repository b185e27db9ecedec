using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.OpenApi;

/// <summary>The comments of the contracts. Generated code has none, so they come from the descriptor set that the build embeds.</summary>
public static class ProtoComments
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> All = new(Read);

    /// <summary>The comment above a declaration, its lines joined to paragraphs; empty if there is none.</summary>
    public static string Of(IDescriptor declared) => All.Value.GetValueOrDefault(declared.FullName, "");

    /// <summary>Joins the lines of a paragraph; keeps empty lines, list items and indented lines as they are.</summary>
    internal static string Unwrap(string comment)
    {
        var text = new StringBuilder();
        var open = false;
        foreach (var raw in comment.Trim('\n').Split('\n'))
        {
            var line = (raw.StartsWith(' ') ? raw[1..] : raw).TrimEnd();
            var stands = line.StartsWith(' ') || line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal);
            if (text.Length > 0) text.Append(open && !stands && line.Length > 0 ? ' ' : '\n');
            text.Append(line);
            open = line.Length > 0 && !line.StartsWith(' ');
        }

        return text.ToString().Trim();
    }

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(OptionsExtensions).Assembly.GetManifestResourceStream("sunshine.protoset")
            ?? throw new InvalidOperationException("The contracts' assembly embeds no sunshine.protoset.");
        var comments = new Dictionary<string, string>();
        foreach (var file in FileDescriptor.BuildFromByteStrings(FileDescriptorSet.Parser.ParseFrom(stream).File.Select(f => f.ToByteString()))) Add(file, comments);
        return comments;
    }

    private static void Add(FileDescriptor file, Dictionary<string, string> comments)
    {
        foreach (var message in file.MessageTypes) Add(message, comments);
        foreach (var type in file.EnumTypes) Add(type, comments);
        // Extensions know no declaration; their place is field 7 (extension) of the file's own descriptor.
        foreach (var place in file.ToProto().SourceCodeInfo?.Location ?? [])
            if (place.Path is [7, var index]) Keep(file.Extensions.UnorderedExtensions[index], place.LeadingComments, comments);
        foreach (var service in file.Services)
        {
            Keep(service, service.Declaration?.LeadingComments, comments);
            foreach (var method in service.Methods) Keep(method, method.Declaration?.LeadingComments, comments);
        }
    }

    private static void Add(MessageDescriptor message, Dictionary<string, string> comments)
    {
        Keep(message, message.Declaration?.LeadingComments, comments);
        foreach (var field in message.Fields.InDeclarationOrder()) Keep(field, field.Declaration?.LeadingComments, comments);
        foreach (var oneof in message.Oneofs) Keep(oneof, oneof.Declaration?.LeadingComments, comments);
        foreach (var type in message.EnumTypes) Add(type, comments);
        foreach (var nested in message.NestedTypes) Add(nested, comments);
    }

    private static void Add(EnumDescriptor type, Dictionary<string, string> comments)
    {
        Keep(type, type.Declaration?.LeadingComments, comments);
        foreach (var value in type.Values) Keep(value, value.Declaration?.LeadingComments, comments);
    }

    private static void Keep(IDescriptor declared, string? comment, Dictionary<string, string> comments)
    {
        if (!string.IsNullOrEmpty(comment)) comments[declared.FullName] = Unwrap(comment);
    }
}
