using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>The addresses in messages, and the codes in them. Codes follow from the key and the subscription, and are kept nowhere.</summary>
public sealed class FollowerLinks(SealedData sealing, IOptions<FollowingOptions> options, IOptions<CatalogueOptions> catalogue)
{
    /// <summary>Below the gateway; followed by the subscription's id.</summary>
    public const string Root = "/api/v1/catalogue/email-subscriptions";

    private string Public => options.Value.PublicAddress.TrimEnd('/');

    public string Confirm(Subscription subscription) => $"{Public}{Root}/{subscription.Id}/confirm?code={CodeOf("confirm", subscription)}";

    public string Cancel(Subscription subscription) => $"{Public}{Root}/{subscription.Id}/cancel?code={CodeOf("cancel", subscription)}";

    public bool Confirms(Subscription subscription, string code) => IsCode("confirm", subscription, code);

    public bool Cancels(Subscription subscription, string code) => IsCode("cancel", subscription, code);

    /// <summary>Where people read an item; its place in this API if there are no pages.</summary>
    public string Item(string id) =>
        catalogue.Value.ItemPage.Length > 0 ? catalogue.Value.ItemPage.Replace("{id}", id, StringComparison.Ordinal) : $"{Public}/api/v1/catalogue/items/{id}";

    /// <summary>Where people see what a search finds.</summary>
    public string Search(V1.ListItemsRequest search)
    {
        var page = options.Value.SearchPage.Length > 0 ? options.Value.SearchPage : $"{Public}/api/v1/catalogue/items";
        var parameters = string.Join('&', V1.ListItemsRequest.Descriptor.Fields.InDeclarationOrder().Select(f => (f.JsonName, Value: Text(f, f.Accessor.GetValue(search))))
            .Where(p => p.Value.Length > 0).Select(p => $"{p.JsonName}={Uri.EscapeDataString(p.Value)}"));
        return parameters.Length == 0 ? page : $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameters}";
    }

    private static string Text(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.String => (string)value,
        FieldType.Enum when Convert.ToInt32(value) is not 0 and var number => field.EnumType.FindValueByNumber(number)?.Name ?? "",
        _ => ""
    };

    private string CodeOf(string act, Subscription subscription) => sealing.Pseudonym(act, subscription.Id, subscription.Seed);

    /// <summary>Takes the same time however much of it is right.</summary>
    private bool IsCode(string act, Subscription subscription, string code) =>
        subscription.Seed.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(act, subscription)), Encoding.UTF8.GetBytes(code));
}
