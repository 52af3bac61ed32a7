using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>
/// A declaration by a member of staff assigned to a case that a child needs help at once. For a short time the records of one request may
/// then be opened without consent or assessment, where the rules have a ground for it. Swedish: <b>nödöppning</b> (OSL 10 kap. 27 och
/// 28 §§, 25 kap. 12 §, 26 kap. 9 §).
/// </summary>
public sealed class EmergencyAccess
{
    /// <summary>The longest validity.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The validity when the declarer asks for no other length.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    private EmergencyAccess() { }

    /// <summary>The emergency access's id.</summary>
    public EmergencyAccessId Id { get; private init; }

    /// <summary>The request that it is valid for. It opens nothing in another request.</summary>
    public RequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The types that it is valid for, as codes of the catalogue. Never empty.</summary>
    public IReadOnlyList<RecordTypeCode> RecordTypes { get; private init; } = [];

    /// <summary>The member of staff who declared it.</summary>
    public StaffMemberId DeclaredBy { get; private init; }

    /// <summary>The reason.</summary>
    public string Reason => Key.Key.Open(SealedReason, "emergency-reason", Id.Value);

    /// <summary>When it was declared.</summary>
    public DateTimeOffset DeclaredAt { get; private init; }

    /// <summary>The first moment at which it is no longer valid.</summary>
    public DateTimeOffset UntilAt { get; private init; }

    /// <summary>When it was revoked before its time, or null.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedReason { get; private init; } = [];

    internal static EmergencyAccess Declare(
        EmergencyAccessId id, InformationRequest request, IReadOnlyList<RecordTypeCode> types, StaffMemberId by, string reason,
        DateTimeOffset now, TimeSpan length) =>
        new()
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            RecordTypes = types,
            DeclaredBy = by,
            SealedReason = request.Key.Key.Seal(reason, "emergency-reason", id.Value),
            DeclaredAt = now,
            UntilAt = now + length,
        };

    /// <summary>Whether it is valid at a moment.</summary>
    public bool StandsAt(DateTimeOffset at) => RevokedAt is null && at < UntilAt;

    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
