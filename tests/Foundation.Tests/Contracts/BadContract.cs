using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sunshine.Foundation.V1;
using FileOptions = Google.Protobuf.Reflection.FileOptions;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Sunshine.Foundation.Tests.Contracts;

/// <summary>A contract that breaks every rule.</summary>
internal static class BadContract
{
    public static Contract Build(Func<IDescriptor, string> comment)
    {
        var file = new FileDescriptorProto
        {
            Name = "sunshine/bad/v2/bad_events.proto", Package = "sunshine.bad.v1", Syntax = "proto3",
            Options = new FileOptions { CsharpNamespace = "Bad" },
            MessageType =
            {
                Message("ListThingsRequest"), Message("ListThingsResponse"), Message("UpdateThingRequest"),
                Message("CreateThingRequest", Field("thing_id", Type.String)),
                Message("Thing", Field("amount", Type.Double), Field("formed_on", Type.Int32), Field("create_time", Type.String), Field("name", Type.String, FieldBehavior.Required)),
                Event("ThingChanged", "good.things"), Event("ThingGone", "good.things")
            },
            EnumType =
            {
                new EnumDescriptorProto
                {
                    Name = "Kind",
                    Value = { new EnumValueDescriptorProto { Name = "KIND_NONE", Number = 0 }, new EnumValueDescriptorProto { Name = "OTHER", Number = 1 } }
                }
            },
            Service =
            {
                new ServiceDescriptorProto
                {
                    Name = "ThingService",
                    Method =
                    {
                        Rpc("ListThings", "ListThingsRequest", "ListThingsResponse", new HttpRule { Post = "/v1/things" }),
                        Rpc("UpdateThing", "UpdateThingRequest", "Thing", new HttpRule { Post = "/v1/things", AdditionalBindings = { new HttpRule { Post = "/v1/things/{nothing}" } } }),
                        Rpc("CreateThing", "CreateThingRequest", "CreateThingRequest", null)
                    }
                }
            }
        };
        var known = new ExtensionRegistry { AnnotationsExtensions.Http, FieldBehaviorExtensions.FieldBehavior, OptionsExtensions.Topic };
        return new Contract(FileDescriptor.BuildFromByteStrings([file.ToByteString()], known), comment);
    }

    private static DescriptorProto Message(string name, params FieldDescriptorProto[] fields)
    {
        var message = new DescriptorProto { Name = name };
        foreach (var field in fields)
        {
            field.Number = message.Field.Count + 1;
            message.Field.Add(field);
        }

        return message;
    }

    private static DescriptorProto Event(string name, string topic)
    {
        var message = Message(name);
        message.Options = new MessageOptions();
        message.Options.SetExtension(OptionsExtensions.Topic, topic);
        return message;
    }

    private static FieldDescriptorProto Field(string name, Type type, FieldBehavior? behavior = null)
    {
        var field = new FieldDescriptorProto { Name = name, Type = type, Label = Label.Optional };
        if (behavior is null) return field;
        field.Options = new FieldOptions();
        field.Options.GetOrInitializeExtension(FieldBehaviorExtensions.FieldBehavior).Add(behavior.Value);
        return field;
    }

    private static MethodDescriptorProto Rpc(string name, string input, string output, HttpRule? rule)
    {
        var rpc = new MethodDescriptorProto { Name = name, InputType = ".sunshine.bad.v1." + input, OutputType = ".sunshine.bad.v1." + output };
        if (rule is null) return rpc;
        rpc.Options = new MethodOptions();
        rpc.Options.SetExtension(AnnotationsExtensions.Http, rule);
        return rpc;
    }
}
