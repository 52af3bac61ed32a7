using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>The names and the keys with which the hub signs: one list of keys for each purpose (ADR 0042).</summary>
/// <remarks>
/// While a log key replaces another, both sign each checkpoint, so that a monitor with either key can verify it. Of every other purpose,
/// the newest key that has begun signs.
/// </remarks>
public sealed class LogIdentity
{
    private readonly HubKeys _keys;
    private readonly TimeProvider _clock;
    private volatile Ring? _ring;

    /// <summary>Creates the identity with the origin, <c>host/tenant/audit</c>, and the hub's keys.</summary>
    public LogIdentity(string origin, HubKeys keys, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(clock);
        Origin = origin;
        (_keys, _clock) = (keys, clock);
    }

    /// <summary>The log's name.</summary>
    public string Origin { get; }

    /// <summary>The newest key that signs the log's checkpoints.</summary>
    internal NoteSigner Signer => Newest(KeyPurpose.Log).Signer!;

    /// <summary>Signs the policy set that the hub was shipped with.</summary>
    internal NoteSigner PolicySigner => Newest(KeyPurpose.Policies).Signer!;

    /// <summary>Signs receipts of consent.</summary>
    internal NoteSigner ReceiptSigner => Newest(KeyPurpose.Receipts).Signer!;

    /// <summary>Signs the hub's own calls to others (RFC 9421).</summary>
    internal SigningKey CallKey => Newest(KeyPurpose.Events).Call!;

    /// <summary>The keys of the hub's own calls that sign now or will sign soon. A key that has ended is not among them.</summary>
    internal IReadOnlyList<VerificationKey> CallKeys =>
        [.. Now.For(KeyPurpose.Events).Where(key => !(_clock.GetUtcNow() >= key.Key.Until)).Select(key => key.Call!.PublicKey)];

    /// <summary>The public key line that a verifier needs: the newest key of the log.</summary>
    public string VerifierKey => Signer.Verifier.ToString();

    /// <summary>Every key that the log has had, the oldest first.</summary>
    internal IReadOnlyList<NoteVerifier> Verifiers => [.. Now.For(KeyPurpose.Log).Select(key => key.Verifier)];

    /// <summary>The statements about every key, signed with the log's keys. <see cref="KeyList.Follow"/> reads them.</summary>
    public string KeyStatements => KeyList.Write(Now.Statements);

    /// <summary>The hub's own keys for policy sets that were valid at a moment.</summary>
    internal IReadOnlyList<NoteVerifier> PolicyVerifiersAt(DateTimeOffset at) =>
        [.. Now.For(KeyPurpose.Policies).Where(key => !(at >= key.Key.Until)).Select(key => key.Verifier)];

    /// <summary>Signs a head with every log key that signs now, the newest first.</summary>
    internal SignedCheckpoint Sign(Checkpoint head)
    {
        var now = _clock.GetUtcNow();
        return head.Sign([.. Now.For(KeyPurpose.Log).Where(key => key.Key.Signs(now)).Reverse().Select(key => key.Signer!)]);
    }

    /// <summary>Whether a checkpoint is of this log and signed with a key that it has or had.</summary>
    internal bool HasSigned(SignedCheckpoint checkpoint) => SignersOf(checkpoint).Count > 0;

    /// <summary>
    /// Whether a checkpoint may be the one after another that is known. A head that only ended keys have signed may not follow one that a
    /// newer key has signed: somebody has an old key.
    /// </summary>
    internal bool MayFollow(SignedCheckpoint checkpoint, SignedCheckpoint? known)
    {
        var now = _clock.GetUtcNow();
        var log = Now.For(KeyPurpose.Log).ToList();
        var signers = SignersOf(checkpoint);
        return log.Any(key => signers.Contains(key.Verifier) && !(now >= key.Key.Until))
            || known is null
            || NewestOf(signers) >= NewestOf(SignersOf(known));

        int NewestOf(IReadOnlyList<NoteVerifier> found) => log.FindLastIndex(key => found.Contains(key.Verifier));
    }

    private IReadOnlyList<NoteVerifier> SignersOf(SignedCheckpoint checkpoint) =>
        checkpoint.Checkpoint.Origin == Origin && checkpoint.Verify(Verifiers) is NoteVerdict.SignedBy by ? by.Signers : [];

    private Ring Now => _ring is { } ring && ReferenceEquals(ring.Root, _keys.Root) ? ring : _ring = new Ring(_keys.Root, Origin, _clock);

    private KeyInUse Newest(KeyPurpose purpose)
    {
        var now = _clock.GetUtcNow();
        return Now.For(purpose).LastOrDefault(key => key.Key.Signs(now))
            ?? throw new KeySourceException(
                $"the key file has no key for `{KeyStatement.WordOf(purpose)}` that signs now; check the clock");
    }

    /// <summary>A key with what is made of it once. Two purposes never share a signer, because they sign at the same time.</summary>
    private sealed record KeyInUse(HubSigningKey Key, NoteVerifier Verifier, NoteSigner? Signer, SigningKey? Call);

    /// <summary>The keys of one version of the key file.</summary>
    private sealed class Ring
    {
        private readonly ILookup<KeyPurpose, KeyInUse> _keys;

        public Ring(RootKeys root, string origin, TimeProvider clock)
        {
            Root = root;
            _keys = Enum.GetValues<KeyPurpose>().SelectMany(root.For).Select(key => InUse(key, origin)).ToLookup(key => key.Key.Purpose);
            var now = clock.GetUtcNow();
            Statements = [.. _keys.SelectMany(keys => keys).Select(key => StatementOf(key, origin, now)).OfType<SignedNote>()];
        }

        public RootKeys Root { get; }

        public IReadOnlyList<SignedNote> Statements { get; }

        public IEnumerable<KeyInUse> For(KeyPurpose purpose) => _keys[purpose];

        private static KeyInUse InUse(HubSigningKey key, string origin)
        {
            var name = KeyStatement.NameOf(origin, key.Purpose);
            return new(
                key, NoteVerifier.Ecdsa(name, key.PublicKey), key.PrivateKey is null ? null : key.SignerUnder(name),
                key is { PrivateKey: { } call, Purpose: KeyPurpose.Events } ? SigningKey.FromPem(call) : null);
        }

        // The first log key is known by itself. The first key of another purpose is vouched for by the oldest log key that still can.
        private SignedNote? StatementOf(KeyInUse key, string origin, DateTimeOffset now)
        {
            if (key.Key.Statement is { } stored)
            {
                return SignedNote.TryParse(stored, out var note) ? note : null;
            }

            if (key.Key.Purpose == KeyPurpose.Log || For(KeyPurpose.Log).FirstOrDefault(log => log.Key.Signs(now)) is not { } by)
            {
                return null;
            }

            var at = by.Key.From > key.Key.From ? by.Key.From : key.Key.From;
            var statement = new KeyStatement(origin, key.Key.Purpose, key.Verifier, key.Key.From, null, at);
            return SignedNote.Sign(statement.ToNoteText(), by.Key.SignerUnder(KeyStatement.SignerNameOf(origin)));
        }
    }
}
