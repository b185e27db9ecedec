using Sunshine.Foundation.Agencies;

namespace Sunshine.Catalogue;

/// <summary>The tree of agencies, where they are at home.</summary>
public sealed class AgencyTree(Collections collections, TimeProvider time) : AgencyTree<Agency>(collections.Agencies, time);
