using System.Buffers;

namespace DelningsNav.AuditLog;

/// <summary>
/// The short words of a leaf: kind, verdict, policy-set version and field names. Each has at most 64 characters, all ASCII.
/// </summary>
/// <remarks>The small alphabet excludes free text, and with it personal data, from the part of an entry that can never be erased.</remarks>
internal static class EntryToken
{
    internal const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:/+");

    internal static bool IsValid(string token) =>
        token.Length is > 0 and <= MaxLength && !token.AsSpan().ContainsAnyExcept(Allowed);

    internal static bool IsValidOrEmpty(string token) => token.Length == 0 || IsValid(token);
}
