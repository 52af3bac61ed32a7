using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>How a block of a guardian affects the consents that name the guardian, before the night's work has ended them.</summary>
public sealed class CoverageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Child = new(Guid.CreateVersion7());
    private static readonly PersonId First = new(Guid.CreateVersion7());
    private static readonly PersonId Second = new(Guid.CreateVersion7());
    private static readonly CaseId Case = new(Guid.CreateVersion7());
    private static readonly BranchId School = new(Guid.CreateVersion7());
    private static readonly BranchId Social = new(Guid.CreateVersion7());

    private static readonly SignerRule Rule =
        ReleasePolicies.Load(Path.Combine(TestHub.Root, "policies")).ConsentRules!.SignersFor(PurposeCode.Parse("sst"));

    [Fact]
    public void A_consent_that_both_guardians_have_signed_covers_nothing_when_one_of_them_is_blocked()
    {
        var consent = Consent(months: 6, signedBy: [First, Second], excused: []);

        Assert.Same(consent, Find([consent], blocked: []));
        Assert.Null(Find([consent], blocked: [Second]));
        Assert.Same(consent, FindApartFromBlocks([consent], blocked: [Second]));
    }

    [Fact]
    public void A_consent_that_a_guardian_was_excused_from_signing_covers_nothing_when_that_guardian_is_blocked()
    {
        var consent = Consent(months: 6, signedBy: [First], excused: [Second]);

        Assert.Same(consent, Find([consent], blocked: []));
        Assert.Null(Find([consent], blocked: [Second]));
        Assert.Same(consent, FindApartFromBlocks([consent], blocked: [Second]));
    }

    [Fact]
    public void A_consent_that_was_asked_for_after_the_block_covers_although_an_earlier_one_is_valid_longer()
    {
        var earlier = Consent(months: 6, signedBy: [First, Second], excused: []);
        var later = Consent(months: 3, signedBy: [First], excused: []);

        Assert.Same(later, Find([earlier, later], blocked: [Second]));
    }

    private static Coverage? Find(IReadOnlyList<Coverage> consents, IReadOnlyList<PersonId> blocked) =>
        Coverage.Find(consents, Question, Signers(blocked), [], Now);

    private static Coverage? FindApartFromBlocks(IReadOnlyList<Coverage> consents, IReadOnlyList<PersonId> blocked) =>
        Coverage.FindApartFromBlocks(consents, Question, Signers(blocked), [], Now);

    private static CoverageQuestion Question { get; } = new(
        Child, Case, School, Social, PurposeCode.Parse("sst"), RecordTypeCode.Parse("franvaro"), new DateOnly(2026, 1, 1),
        new DateOnly(2026, 6, 30));

    private static SignersOnDay Signers(IReadOnlyList<PersonId> blocked) =>
        new(Child, new DateOnly(2018, 3, 1), [(First, true), (Second, true)], blocked, new DateOnly(2026, 11, 30));

    private static Coverage Consent(int months, PersonId[] signedBy, PersonId[] excused) => new()
    {
        Id = new ConsentId(Guid.CreateVersion7()),
        Version = 1,
        State = ConsentState.Active,
        Child = Child,
        Case = Case,
        Discloser = School,
        Recipient = Social,
        Purpose = PurposeCode.Parse("sst"),
        RecordTypes = [RecordTypeCode.Parse("franvaro")],
        DataFrom = new DateOnly(2026, 1, 1),
        DataTo = new DateOnly(2026, 6, 30),
        ActiveFrom = Now.AddDays(-1),
        ValidUntil = Now.AddMonths(months),
        Rule = Rule,
        Uses = UseLimit.Any,
        SignedBy = signedBy.ToHashSet(),
        Excused = excused.ToHashSet(),
    };
}
