using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// A member of staff's right to see children with protected identity, on top of the right that an assignment or a task gives. Nobody has it
/// from the start: the head of the unit gives it, and ends it (ADR 0044).
/// </summary>
/// <remarks>
/// Who is named in the written routine for protected identities (<see cref="StaffMember.AssessesProtectedIdentities"/>) is cleared by that.
/// The right opens no case by itself. A clearance that has ended remains, and a new one is a new row.
/// </remarks>
public sealed class ProtectedClearance
{
    private ProtectedClearance() { }

    /// <summary>The clearance's id.</summary>
    public ProtectedClearanceId Id { get; private init; }

    /// <summary>The member of staff who is cleared.</summary>
    public StaffMemberId Staff { get; private init; }

    /// <summary>Who gave it.</summary>
    public StaffMemberId GivenBy { get; private init; }

    /// <summary>The first moment at which it applies.</summary>
    public DateTimeOffset GivenAt { get; private init; }

    /// <summary>Who took it back, or null while it applies.</summary>
    public StaffMemberId? EndedBy { get; private set; }

    /// <summary>The first moment at which it no longer applies, or null while it applies.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    internal static ProtectedClearance Of(ProtectedClearanceId id, StaffMemberId staff, StaffMemberId by, DateTimeOffset now) =>
        new() { Id = id, Staff = staff, GivenBy = by, GivenAt = now };

    internal void End(StaffMemberId by, DateTimeOffset now) => (EndedBy, EndedAt) = (by, now);
}

/// <summary>Names one <see cref="ProtectedClearance"/>.</summary>
public readonly record struct ProtectedClearanceId(Guid Value) : IId<ProtectedClearanceId>
{
    /// <inheritdoc/>
    public static ProtectedClearanceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>The table of clearances.</summary>
public static class ProtectedClearanceTable
{
    extension(HubDbContext db)
    {
        /// <summary>Clearances for protected identities, also those that have ended.</summary>
        public DbSet<ProtectedClearance> ProtectedClearances => db.Set<ProtectedClearance>();

        /// <summary>
        /// The staff who may see children with protected identity: the written routine names them, or they were cleared. To be used with
        /// <c>Contains</c> inside a query.
        /// </summary>
        internal IQueryable<StaffMemberId> ClearedStaff =>
            db.Set<StaffMember>()
                .Where(s => s.AssessesProtectedIdentities || db.Set<ProtectedClearance>().Any(c => c.Staff == s.Id && c.EndedAt == null))
                .Select(s => s.Id);
    }
}
