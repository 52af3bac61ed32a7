namespace DelningsNav.Hub.Releases;

/// <summary>How an obligation to cut something away was met for one record.</summary>
/// <param name="Obligation">The code of the obligation, or <see cref="CutToWindow"/>.</param>
/// <param name="How">How it was met.</param>
/// <param name="Members">
/// The places of the members that were removed, without their content: names from the outermost object, with <c>*</c> for any item of a
/// list. Empty unless something was removed.
/// </param>
public sealed record AppliedObligation(string Obligation, AppliedHow How, IReadOnlyList<string> Members)
{
    /// <summary>The code for the removal of dated items outside the period that was asked for.</summary>
    public const string CutToWindow = "cut-to-window";

    /// <summary>The whole list as a log entry stores it, for example <c>mask-health-reasons=cut:/total/*/healthReasons</c>.</summary>
    internal static string Write(IEnumerable<AppliedObligation> applied) => string.Join(' ', applied.Select(one =>
        $"{one.Obligation}={Word(one.How)}{(one.Members.Count == 0 ? "" : ":" + string.Join(',', one.Members))}"));

    private static string Word(AppliedHow how) => how switch
    {
        AppliedHow.Cut => "cut",
        AppliedHow.NothingThere => "nothing-there",
        AppliedHow.MaskedBeforeDeposit => "masked-before-deposit",
    };
}

/// <summary>How an obligation was met.</summary>
public enum AppliedHow
{
    /// <summary>The hub removed members.</summary>
    Cut,

    /// <summary>The record has the documented form and contained nothing that had to be removed.</summary>
    NothingThere,

    /// <summary>The holder declared at the deposit that the copy is masked. The hub removed nothing.</summary>
    MaskedBeforeDeposit,
}
