namespace Sunshine.Standalone.Accounts;

/// <summary>
/// One sign-in of one account in one browser, and everything that followed from it: the authority's cookie, codes, refresh tokens. When it is gone, they are void.
/// </summary>
/// <param name="Id">The <c>sid</c> of cookies and tokens; random.</param>
/// <param name="Stamp">The account's at that time.</param>
/// <param name="Codes">Codes that were exchanged for tokens, as long as they could be brought again.</param>
public sealed record Session(string Id, string Account, string Stamp, DateTimeOffset BeganAt, IReadOnlyList<RedeemedCode> Codes);

public sealed record RedeemedCode(string Id, DateTimeOffset At);
