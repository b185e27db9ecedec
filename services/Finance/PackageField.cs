namespace Sunshine.Finance;

/// <summary>A column of the tables that are given away.</summary>
/// <param name="Name">For machines.</param>
/// <param name="Title">For readers.</param>
/// <param name="Type">A type of the Table Schema: string, integer, number, date, boolean.</param>
public sealed record PackageField(string Name, string Title, string Type = "string");
