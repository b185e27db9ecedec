namespace Sunshine.Portal.Desk;

/// <summary>A page for officers who signed in. What each may do the services decide; a page only does not offer the rest.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeskAttribute : Attribute;
