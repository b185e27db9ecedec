using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>By what cases are found and counted.</summary>
public static class CaseCollection
{
    public static readonly Facet<Case> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Case> Kind = new("kind", x => x.Kind.Name());
    public static readonly Facet<Case> Route = new("route", x => x.Route == 0 ? null : x.Route.Name());
    public static readonly Facet<Case> Status = new("status", x => x.Status.Name());
    public static readonly Facet<Case> Result = new("result", x => x.IsOpen ? null : x.Result.Name());
    public static readonly Facet<Case> Application = new("application", x => x.ApplicationId);
    public static readonly Facet<Case> ReceivedIn = new("receivedIn", x => EntryCollection.Year(x.ReceivedOn));

    /// <summary>The year it ended; <see cref="EntryCollection.Unfinished"/> while it is open.</summary>
    public static readonly Facet<Case> ClosedIn = new("closedIn", x => x.ClosedOn is { } on ? EntryCollection.Year(on) : EntryCollection.Unfinished);

    /// <summary>Kind, route and result together, for the tables.</summary>
    public static readonly Facet<Case> Sort = new("sort", x => $"{x.Kind.Name()}/{x.Route.Name()}/{x.Result.Name()}");

    public static readonly Collection<Case> Declared = new("cases", x => x.Id, CaseJson.Default.Case)
    {
        Search = new SearchIndex<Case>
        {
            Heading = x => [x.DocumentNumber, x.ReceiptNumber],
            Text = x => [x.Subject, x.Authority],
            Day = x => x.IsOpen && x.DueOn is { } due ? EntryCollection.Nearest(due) : null,
            Facets = [Agency, Kind, Route, Status, Result, Application, ReceivedIn, ClosedIn, Sort]
        }
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Case))]
internal sealed partial class CaseJson : JsonSerializerContext;
