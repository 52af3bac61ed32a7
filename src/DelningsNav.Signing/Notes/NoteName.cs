namespace DelningsNav.Signing.Notes;

/// <summary>
/// The rule for key names. A name is not empty and has no white space, plus sign or control character (c2sp.org/signed-note, "Format").
/// </summary>
public static class NoteName
{
    /// <summary>Whether this is valid as a key's name in signature lines and verifier key lines.</summary>
    public static bool IsValid(string? name) =>
        !string.IsNullOrEmpty(name) && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');
}
