using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// The second of the two persons that a step needs: a member of staff who is another than the first person and has signed in at the pages.
/// </summary>
/// <remarks>
/// Every step of two persons takes this type, and it is made here only. A system names staff in its calls and proves none of them.
/// Therefore it cannot be made from <see cref="Caller.System"/>: one key would be both persons (ADR 0033).
/// </remarks>
public sealed class SecondPerson
{
    private SecondPerson(KnownStaff staff) => Staff = staff;

    /// <summary>Who it is.</summary>
    public KnownStaff Staff { get; }

    /// <summary>The member of staff as the second person, or null when they are the first person themselves.</summary>
    /// <param name="staff">The member of staff, as found for <paramref name="signedIn"/>.</param>
    /// <param name="signedIn">The caller, who has signed in.</param>
    /// <param name="first">Who took the first step.</param>
    internal static SecondPerson? After(StaffMemberId first, KnownStaff staff, Caller.Staff signedIn)
    {
        if (staff.Member.Id != signedIn.Id)
        {
            throw new ArgumentException("the second person is the person who has signed in", nameof(staff));
        }

        return staff.Member.Id == first ? null : new SecondPerson(staff);
    }
}
