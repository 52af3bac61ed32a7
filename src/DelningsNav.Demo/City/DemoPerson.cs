namespace DelningsNav.Demo.City;

/// <summary>A person that a visitor of the demo can sign in as.</summary>
/// <param name="Key">A short name for addresses and scripts, for example <c>guardian-nora-1</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Swedish">A Swedish sentence that says what this person can see.</param>
/// <param name="English">The same sentence in English.</param>
/// <param name="Staff">The member of staff, or null.</param>
/// <param name="Person">The guardian or pupil, or null.</param>
/// <param name="Areas">The areas that the person may enter: <c>minsida</c>, <c>arbetsyta</c>, <c>registratur</c>,
/// <c>administration</c>.</param>
internal sealed record DemoPerson(
    string Key, string Name, string Swedish, string English, Guid? Staff, Guid? Person, IReadOnlyList<string> Areas);

/// <summary>The people that a visitor can sign in as, in the order of the tour.</summary>
internal sealed record DemoPersons(IReadOnlyList<DemoPerson> All)
{
    /// <summary>The options of <c>delningsnav import ss12000</c> that name the demo's files for it.</summary>
    public string ImportOptions { get; init; } = "";
}
