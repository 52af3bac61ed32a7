using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Parties;

/// <summary>What an integrating system may be allowed to do. Registrations and problem responses contain these names.</summary>
public static class Operations
{
    /// <summary>Find a person by identity number.</summary>
    public static readonly OperationCode LookUpPeople = OperationCode.Parse("person-lookups");

    /// <summary>Deposit records of its own authority.</summary>
    public static readonly OperationCode DepositRecords = OperationCode.Parse("records");

    /// <summary>Ask a family for consent. Read consents, and withdraw consents when a family has said so.</summary>
    public static readonly OperationCode HandleConsents = OperationCode.Parse("consents");

    /// <summary>Ask for another party's records and receive them.</summary>
    public static readonly OperationCode RequestInformation = OperationCode.Parse("information-requests");

    /// <summary>Read who has accessed data about a person, and read the log's checkpoints and proofs.</summary>
    public static readonly OperationCode ReadOversight = OperationCode.Parse("oversight");

    /// <summary>Block the disclosure of those records of its own authority that the law closes, and lift the block.</summary>
    public static readonly OperationCode BlockDisclosure = OperationCode.Parse("disclosure-blocks");

    /// <summary>Declare emergency access when staff have stated the need, and end it.</summary>
    public static readonly OperationCode DeclareEmergencies = OperationCode.Parse("emergency-accesses");

    /// <summary>Receive notices of ended consents: read and acknowledge them, and subscribe to them.</summary>
    public static readonly OperationCode ReceiveEvents = OperationCode.Parse("events");

    /// <summary>All operations.</summary>
    public static IReadOnlyList<OperationCode> All { get; } =
        [
            LookUpPeople, DepositRecords, HandleConsents, RequestInformation, ReadOversight, BlockDisclosure, DeclareEmergencies,
            ReceiveEvents,
        ];
}

/// <summary>
/// A role in which a system may act for staff. A key proves its system and nobody of the staff; therefore each system gets the roles that
/// its work needs and no more (ADR 0033).
/// </summary>
public enum ClientRole
{
    /// <summary>Staff who work in the cases that they are assigned to. Swedish: <b>handläggare</b>.</summary>
    Caseworker,

    /// <summary>Staff who assess for a holder (OSL 6 kap. 3 §). Swedish: <b>prövare</b>.</summary>
    Assessor,

    /// <summary>Registrators, who read the log and block by law. Swedish: <b>registrator</b>.</summary>
    Registrator,
}

/// <summary>
/// An integrating system of one party: what it may do, the roles in which it may act for staff, and the keys it signs with.
/// </summary>
public sealed class Client
{
    private readonly List<ClientKey> _keys = [];

    private Client() { }

    /// <summary>The client's id.</summary>
    public ClientId Id { get; private init; }

    /// <summary>The branch in whose name the system acts.</summary>
    public BranchId Branch { get; private init; }

    /// <summary>The system's name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The operations that the system may call, from <see cref="Operations"/>.</summary>
    public IReadOnlyList<OperationCode> PermittedOperations { get; private init; } = [];

    /// <summary>The roles in which the system may act for staff. It may be empty: some systems only deposit.</summary>
    public IReadOnlyList<ClientRole> Roles { get; private set; } = [];

    /// <summary>Whether the system is cleared for children with protected identity. No system is from the start (ADR 0044).</summary>
    public bool IsCleared { get; private set; }

    /// <summary>All keys, including revoked keys.</summary>
    public IReadOnlyList<ClientKey> Keys => _keys;

    /// <summary>Registers a system.</summary>
    public static Client Register(
        ClientId id, BranchId branch, string name, IReadOnlyList<OperationCode> operations, IReadOnlyList<ClientRole> roles) =>
        new() { Id = id, Branch = branch, Name = name, PermittedOperations = operations, Roles = roles };

    /// <summary>Adds a public key.</summary>
    public void AddKey(string keyId, string publicKeyPem, DateTimeOffset now) => _keys.Add(ClientKey.Of(keyId, publicKeyPem, now));

    /// <summary>Whether the system may call an operation.</summary>
    public bool May(OperationCode operation) => PermittedOperations.Contains(operation);

    /// <summary>Whether the system may act for staff in a role.</summary>
    public bool MayActAs(ClientRole role) => Roles.Contains(role);

    /// <summary>Clears the system for protected identities, or ends that.</summary>
    internal void Clear(bool isCleared) => IsCleared = isCleared;

    /// <summary>Replaces the roles.</summary>
    internal void ChangeRoles(IReadOnlyList<ClientRole> roles) => Roles = roles;
}

/// <summary>A public key that a client signs with. Its algorithm is fixed here. A message never chooses the algorithm.</summary>
public sealed class ClientKey
{
    private ClientKey() { }

    /// <summary>The key's thumbprint (RFC 7638). A signed call names it as <c>keyid</c>.</summary>
    public string KeyId { get; private init; } = "";

    /// <summary>The public key (SPKI, PEM); ECDSA on P-256.</summary>
    public string PublicKeyPem { get; private init; } = "";

    /// <summary>When the key was registered.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>The first moment at which the key is no longer accepted. It is null while the key is not revoked.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When a call was first accepted with the key, or null.</summary>
    public DateTimeOffset? FirstUsedAt { get; private set; }

    /// <summary>Notes a use. True for the first one.</summary>
    internal bool Use(DateTimeOffset now)
    {
        var isFirst = FirstUsedAt is null;
        FirstUsedAt ??= now;
        return isFirst;
    }

    internal static ClientKey Of(string keyId, string publicKeyPem, DateTimeOffset now) =>
        new() { KeyId = keyId, PublicKeyPem = publicKeyPem, RegisteredAt = now };

    /// <summary>Revokes the key permanently. If the key is revoked twice, the time of the first revocation remains.</summary>
    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
