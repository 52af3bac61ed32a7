using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>
/// That one who is assigned to a case has declared that a child needs help at once, so that what was asked for in one request may be
/// opened without consent or assessment for a short time, where the rules have a ground for it. Swedish: <b>nödöppning</b> (OSL
/// 10 kap. 27 och 28 §§, 25 kap. 12 §, 26 kap. 9 §).
/// </summary>
public sealed class EmergencyAccess
{
    /// <summary>The longest time that one stands.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long one stands unless more is asked for.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    private EmergencyAccess() { }

    /// <summary>The emergency access's id.</summary>
    public EmergencyAccessId Id { get; private init; }

    /// <summary>The request that it is for. It opens nothing in another.</summary>
    public RequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The types that it is for, codes of the catalogue; never empty.</summary>
    public IReadOnlyList<string> RecordTypes { get; private init; } = [];

    /// <summary>Who declared it.</summary>
    public StaffMemberId DeclaredBy { get; private init; }

    /// <summary>Why, encrypted.</summary>
    public byte[] SealedReason { get; private init; } = [];

    /// <summary>When it was declared.</summary>
    public DateTimeOffset DeclaredAt { get; private init; }

    /// <summary>The first moment it no longer stands.</summary>
    public DateTimeOffset UntilAt { get; private init; }

    /// <summary>When it was ended before its time, or null.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    internal static EmergencyAccess Declare(
        EmergencyAccessId id, InformationRequest request, IReadOnlyList<string> types, StaffMemberId by, byte[] sealedReason,
        DateTimeOffset now, TimeSpan length) =>
        new()
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            RecordTypes = types,
            DeclaredBy = by,
            SealedReason = sealedReason,
            DeclaredAt = now,
            UntilAt = now + length,
        };

    /// <summary>Whether it stands at a moment.</summary>
    public bool StandsAt(DateTimeOffset at) => RevokedAt is null && at < UntilAt;

    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    /// <summary>What a sealed reason is bound to.</summary>
    internal static string ReasonPurpose(EmergencyAccessId id) => $"emergency-reason:{id.Value:N}";
}
