using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>
/// Everything that determines the signers for a child on one day: the child's age, the custody of the child, and the blocked guardians.
/// </summary>
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
    /// <summary>The signers according to a rule. Empty when nobody can sign; then a consent cannot be given.</summary>
    public IReadOnlyList<RequiredSigner> By(SignerRule rule) => Signers.For(rule, Child, BirthDate, Custodies, Blocked, Day);
}
