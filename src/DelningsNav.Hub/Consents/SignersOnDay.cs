using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>Everything that determines the signers for a child on one day: its age, its custody, and which guardians are blocked.</summary>
/// <param name="Child">The child.</param>
/// <param name="BirthDate">The child's day of birth.</param>
/// <param name="Custodies">The guardians, and whether their custody applies on the day.</param>
/// <param name="Blocked">The guardians who are blocked on the day.</param>
/// <param name="Day">The day, in Sweden.</param>
internal sealed record SignersOnDay(
    PersonId Child,
    DateOnly BirthDate,
    IReadOnlyList<(PersonId Guardian, bool Holds)> Custodies,
    IReadOnlyList<PersonId> Blocked,
    DateOnly Day)
{
    /// <summary>The signers by a rule; empty when nobody can sign, and then no consent can be given.</summary>
    public IReadOnlyList<RequiredSigner> By(SignerRule rule) => Signers.For(rule, Child, BirthDate, Custodies, Blocked, Day);
}
