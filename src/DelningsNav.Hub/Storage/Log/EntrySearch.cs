using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>By what searches find an entry: the keys of its subjects, and its authorities. What does not apply is null.</summary>
/// <remarks>
/// The authorities are authenticated with the sealed payload, and the tokens by the ids in the payload (<see cref="SearchKey.NumberOf"/>).
/// Therefore nobody can hide an entry, or move it to another authority, without a fault that every verification finds.
/// </remarks>
internal sealed record EntrySearch(
    SearchKey? Child, SearchKey Actor, SearchKey? Case, AuthorityId? ActorAuthority, AuthorityId? HolderAuthority)
{
    /// <summary>The subjects of the entry.</summary>
    public IEnumerable<SearchKey> Subjects => new[] { Child, Actor, Case }.OfType<SearchKey>();

    /// <summary>The purpose for which a payload with these authorities is sealed.</summary>
    public string Purpose => PurposeOf(ActorAuthority, HolderAuthority);

    /// <summary>The purpose for which the payload of a stored entry is sealed.</summary>
    public static string PurposeOf(LogRow row) => PurposeOf(row.ActorAuthority, row.HolderAuthority);

    private static string PurposeOf(AuthorityId? actor, AuthorityId? holder) => $"log-payload-2:{actor?.Value:N}:{holder?.Value:N}";
}
