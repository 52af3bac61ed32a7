using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The columns by which searches find an entry: keyed tokens and authorities. A token or authority that does not apply is null.
/// </summary>
/// <remarks>
/// They are authenticated with the sealed payload. Therefore, when one of them is changed in the database, the payload cannot be opened,
/// and nobody can hide an entry, or move it to another authority, without a fault that every verification finds.
/// </remarks>
internal sealed record EntrySearch(
    byte[]? Child, byte[]? Actor, byte[]? Case, AuthorityId? ActorAuthority, AuthorityId? HolderAuthority)
{
    /// <summary>The columns as they are stored.</summary>
    public static EntrySearch Of(LogRow row) => new(row.ChildToken, row.ActorToken, row.CaseToken, row.ActorAuthority, row.HolderAuthority);

    /// <summary>The purpose for which a payload with these columns is sealed.</summary>
    public string Purpose => $"log-payload:{Hex(Child)}:{Hex(Actor)}:{Hex(Case)}:{ActorAuthority?.Value:N}:{HolderAuthority?.Value:N}";

    private static string Hex(byte[]? token) => token is null ? "" : Convert.ToHexStringLower(token);
}
