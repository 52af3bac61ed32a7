using System.Collections;
using System.Diagnostics;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// Keys that are trusted, each with the time in which it signs. Where a plain list of keys is given instead, each is valid for ever.
/// </summary>
/// <remarks>
/// A hub publishes its <see cref="KeyStatement"/>s, signed, at <c>/log/keys</c>. <see cref="Follow"/> reads them from the keys that the
/// reader trusts already:
/// <code>
///   1. Form      every note is a statement of this log                                 anything else
///   2. One heir  no key is replaced by two keys                                        a forged succession next to the true one
///   3. Signed    by a trusted log key that was valid then: for a log key, by the one   a forged key
///                that it replaces, or by itself when it is the trusted one
///   4. All       no statement is left over                                             a statement that nobody known signed
/// </code>
/// A list with a fault gives no keys at all.
/// </remarks>
public sealed class KeyList : IReadOnlyList<NoteVerifier>
{
    private const int LongestText = 1 << 20;
    private const int MostStatements = 1000;

    private readonly IReadOnlyList<ValidKey> _keys;

    private KeyList(IReadOnlyList<ValidKey> keys) => _keys = keys;

    /// <summary>The keys with the time in which each signs.</summary>
    public IReadOnlyList<ValidKey> Dated => _keys;

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <inheritdoc/>
    public NoteVerifier this[int index] => _keys[index].Key;

    /// <summary>The list itself, or a list in which each of the given keys is valid for ever.</summary>
    public static KeyList Of(IReadOnlyList<NoteVerifier> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys as KeyList ?? new KeyList([.. keys.Select(key => new ValidKey(key, null, null))]);
    }

    /// <summary>Reads a published list of statements, from keys that are trusted already.</summary>
    /// <param name="trusted">The keys that were obtained separately.</param>
    /// <param name="text">Signed notes, with an empty line between each text, its signatures and the next note.</param>
    public static KeyListVerdict Follow(IReadOnlyList<NoteVerifier> trusted, string text)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        ArgumentNullException.ThrowIfNull(text);

        // Step 1: Form.
        if (Read(text) is not { } read)
        {
            return new KeyListVerdict.Faulty("the list of keys is not a row of signed statements about keys");
        }

        var origins = trusted.Select(key => key.Name).ToHashSet(StringComparer.Ordinal);
        if (read.FirstOrDefault(r => !origins.Contains(r.Statement.Origin)) is { Statement: { } foreign })
        {
            return new KeyListVerdict.Faulty($"the list of keys is of the log `{foreign.Origin}`, of which no key is known");
        }

        // Step 2: One heir.
        var statements = read.DistinctBy(r => r.Statement.ToNoteText()).ToList();
        var heirs = statements.Where(r => r.Statement.Replaces is not null).GroupBy(r => r.Statement.Replaces!.Key);
        if (heirs.FirstOrDefault(heir => heir.Select(r => r.Statement.Key).Distinct().Count() > 1) is { } twice)
        {
            return new KeyListVerdict.Faulty($"two keys are said to replace {Words(twice.Key)}: one of them is forged");
        }

        // Steps 3 and 4: Signed, and All.
        var following = new Following(trusted);
        return following.Refusal(statements) is { } refusal
            ? new KeyListVerdict.Faulty(refusal)
            : new KeyListVerdict.Sound(new KeyList(following.Keys));
    }

    /// <summary>Whether a key of this list signs at a moment.</summary>
    public bool IsValidAt(NoteVerifier key, DateTimeOffset at) => _keys.Any(k => k.Key.Equals(key) && k.IsValidAt(at));

    /// <summary>When a key no longer signs, or null when its end is not known.</summary>
    public DateTimeOffset? EndOf(NoteVerifier key) => _keys.FirstOrDefault(k => k.Key.Equals(key))?.Until;

    /// <summary>Why a document of this moment cannot be signed by these keys, because each had ended before it; or null.</summary>
    internal string? EndedBefore(DateTimeOffset at, IReadOnlyList<NoteVerifier> signers) =>
        signers.Count > 0 && signers.All(key => EndOf(key) is { } end && end <= at)
            ? $"{Words(signers[0])} ended at {KeyStatement.Written(EndOf(signers[0])!.Value)} and cannot have signed what is of "
                + KeyStatement.Written(at)
            : null;

    /// <inheritdoc/>
    public IEnumerator<NoteVerifier> GetEnumerator() => _keys.Select(key => key.Key).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The statements as they are published. <see cref="Follow"/> reads them.</summary>
    public static string Write(IEnumerable<SignedNote> statements) => string.Join('\n', statements);

    /// <summary>The texts of the statements in a published list, without their signatures, or null when it is not such a list.</summary>
    public static IReadOnlySet<string>? TextsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? new HashSet<string>() : Read(text)?.Select(read => read.Note.Text).ToHashSet(StringComparer.Ordinal);
    }

    private static List<(KeyStatement Statement, SignedNote Note)>? Read(string text)
    {
        if (text.Length > LongestText)
        {
            return null;
        }

        var parts = text.Split("\n\n");
        if (parts.Length % 2 != 0 || parts.Length / 2 > MostStatements)
        {
            return null;
        }

        var read = new List<(KeyStatement, SignedNote)>();
        for (var i = 0; i < parts.Length; i += 2)
        {
            var note = $"{parts[i]}\n\n{parts[i + 1]}{(i + 2 == parts.Length ? "" : "\n")}";
            if (!SignedNote.TryParse(note, out var parsed) || !KeyStatement.TryParse(parsed, out var statement))
            {
                return null;
            }

            read.Add((statement, parsed));
        }

        return read;
    }

    private static string Words(NoteVerifier key) => $"the key `{key.Name}` ({key.KeyId:x8})";

    /// <summary>Step 3, over and over until nothing new is learnt, since a list need not be in the order of time.</summary>
    private sealed class Following(IReadOnlyList<NoteVerifier> trusted)
    {
        private readonly Dictionary<NoteVerifier, ValidKey> _known = Of(trusted).Dated.DistinctBy(k => k.Key).ToDictionary(k => k.Key);
        private readonly List<(KeyStatement Statement, IReadOnlyList<NoteVerifier> Signers)> _taken = [];

        public IReadOnlyList<ValidKey> Keys => [.. _known.Values];

        public string? Refusal(IReadOnlyList<(KeyStatement Statement, SignedNote Note)> statements)
        {
            var left = statements.ToList();
            for (var before = -1; left.Count != before;)
            {
                before = left.Count;
                foreach (var (statement, note) in left.ToList())
                {
                    var name = KeyStatement.SignerNameOf(statement.Origin);
                    switch (note.Verify(_known.Keys.Where(key => key.Name == statement.Origin).Select(key => key.Under(name))))
                    {
                        case NoteVerdict.BadSignature bad:
                            return $"the signature by {Words(bad.Claimed)} under a statement about {Words(statement.Key)} is false";
                        case NoteVerdict.SignedBy by:
                            if (Take(statement, [.. by.Signers.Select(key => key.Under(statement.Origin))]))
                            {
                                left.Remove((statement, note));
                            }

                            break;
                        case NoteVerdict.NoKnownSigner:
                            break;
                        default:
                            throw new UnreachableException();
                    }
                }
            }

            // When a key ended may have been learnt after the statement that it signed was read.
            var refused = left.Select(l => l.Statement)
                .Concat(_taken.Where(t => !IsVouched(t.Statement, t.Signers)).Select(t => t.Statement));
            return refused.FirstOrDefault() is { } first
                ? $"no known log key that was valid then signed the statement about {Words(first.Key)}"
                : null;
        }

        private bool Take(KeyStatement statement, IReadOnlyList<NoteVerifier> signers)
        {
            if (!IsVouched(statement, signers))
            {
                return false;
            }

            _taken.Add((statement, signers));
            _known[statement.Key] = KnownAs(statement.Key) with { From = statement.From };
            if (statement.Replaces is { } old)
            {
                _known[old.Key] = KnownAs(old.Key) with { Until = old.Until };
            }

            return true;
        }

        // A log key is vouched for by the one that it replaces. It also signs itself, so that somebody who has only the new key can learn
        // the old one. The signers are known keys, so a stranger who signs a key of their own is none of them.
        private bool IsVouched(KeyStatement statement, IReadOnlyList<NoteVerifier> signers) => statement.Purpose == KeyPurpose.Log
            ? signers.Contains(statement.Key) || (statement.Replaces is { } old && signers.Contains(old.Key) && statement.At < old.Until)
            : signers.Any(key => _known[key].IsValidAt(statement.At));

        private ValidKey KnownAs(NoteVerifier key) => _known.GetValueOrDefault(key) ?? new ValidKey(key, null, null);
    }
}

/// <summary>A key with the time in which it signs.</summary>
/// <param name="Key">The key.</param>
/// <param name="From">The first moment at which it signs, or null when that is not known.</param>
/// <param name="Until">The first moment at which it no longer signs, or null while no end is known.</param>
public sealed record ValidKey(NoteVerifier Key, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>Whether it signs at a moment.</summary>
    public bool IsValidAt(DateTimeOffset at) => !(at < From) && !(at >= Until);
}

/// <summary>The result of following a list of keys. There are no other results than the types below.</summary>
public abstract record KeyListVerdict
{
    private KeyListVerdict()
    {
    }

    /// <summary>Every statement is vouched for.</summary>
    /// <param name="Keys">The trusted keys and all that were learnt.</param>
    public sealed record Sound(KeyList Keys) : KeyListVerdict;

    /// <summary>The list is not to be trusted, and nothing in it is used.</summary>
    /// <param name="Why">What is wrong.</param>
    public sealed record Faulty(string Why) : KeyListVerdict;
}
