using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>
/// The rules on asking for consent, read from <c>policies/consent-rules.json</c>: what a consent may cover, how long it may be valid,
/// and who signs it.
/// </summary>
public sealed class ConsentRules
{
    private readonly Dictionary<string, SignerRule> _signers;
    private readonly Dictionary<string, ProcedureFile> _procedures;

    private ConsentRules(ConsentRulesFile file, Dictionary<string, SignerRule> signers)
    {
        LongestValidity = TimeSpan.FromDays(file.LongestValidityDays);
        LongestDataWindowDays = file.LongestDataWindowDays;
        RetentionPromises = [.. file.RetentionPromises.Select(RetentionPromise.Parse)];
        SignerRules = file.SignerRules;
        SignerExceptions = file.SignerExceptions ?? [];
        _signers = signers;
        _procedures = file.Procedures.ToDictionary(procedure => procedure.Purpose, StringComparer.Ordinal);
    }

    /// <summary>The longest validity of a consent. A consent for a longer time would not be specific enough to be valid.</summary>
    public TimeSpan LongestValidity { get; }

    /// <summary>How many days a consent's data window may span, its last day included.</summary>
    public int LongestDataWindowDays { get; }

    /// <summary>Codes for how long a recipient may promise to store records. The first code is the usual promise.</summary>
    public IReadOnlyList<RetentionPromise> RetentionPromises { get; }

    /// <summary>The rules on signers in the file's words, for people to read.</summary>
    public IReadOnlyList<SignerRuleText> SignerRules { get; }

    /// <summary>The exceptions from the rules on signers in the file's words, for people to read.</summary>
    public IReadOnlyList<SignerExceptionText> SignerExceptions { get; }

    /// <summary>
    /// Whether the procedure for this purpose counts an exception, which is a code of <see cref="SignerExceptionCodes"/>. An exception
    /// that the rules do not name is not counted.
    /// </summary>
    public bool Counts(string exception, PurposeCode purpose) =>
        _procedures.TryGetValue(purpose.Code, out var procedure) && procedure.Exceptions?.Contains(exception) == true;

    /// <summary>The codes of the purposes of cases in which consent may be asked for.</summary>
    internal IEnumerable<PurposeCode> Purposes => _procedures.Keys.Select(PurposeCode.Parse);

    /// <summary>Whether consent may be asked for in cases of this purpose.</summary>
    public bool HasProcedure(PurposeCode purpose) => _procedures.ContainsKey(purpose.Code);

    /// <summary>The rule on who signs in cases of this purpose.</summary>
    /// <exception cref="KeyNotFoundException">There is no procedure for this purpose. Call <see cref="HasProcedure"/> first.</exception>
    public SignerRule SignersFor(PurposeCode purpose, SigningCircumstance circumstance = SigningCircumstance.Usual)
    {
        var procedure = _procedures[purpose.Code];
        return _signers[circumstance switch
        {
            SigningCircumstance.ChildFoundMature => procedure.FoundMature,
            SigningCircumstance.ChildsOwnMatter => procedure.OwnMatter,
            SigningCircumstance.Usual => procedure.Signers,
        }];
    }

    /// <summary>Reads the rules of a folder; null when the set is older than these rules.</summary>
    internal static ConsentRules? Read(PolicyFolder folder, List<string> faults)
    {
        if (!folder.Manifest.Files.Contains(ConsentRulesFile.Name)
            || folder.Read<ConsentRulesFile>(ConsentRulesFile.Name, faults) is not { } file)
        {
            return null;
        }

        var before = faults.Count;
        var signers = file.Check(fault => faults.Add($"{ConsentRulesFile.Name}: {fault}"));
        return faults.Count == before ? new ConsentRules(file, signers) : null;
    }
}

/// <summary>A finding by staff that decides which rule on signers applies.</summary>
public enum SigningCircumstance
{
    /// <summary>No special finding.</summary>
    Usual,

    /// <summary>
    /// The child is young and has been found to understand the matter. The finding is recorded (OSL 12 kap. 3 §: age and maturity).
    /// </summary>
    ChildFoundMature,

    /// <summary>The matter is the child's own (OSL 12 kap. 3 §; SoL 21 kap. 2 §).</summary>
    ChildsOwnMatter,
}

/// <summary>A rule on signers, in words for people to read.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="Law">The paragraphs that it rests on.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has yet to confirm it.</param>
/// <param name="Swedish">The rule in a few Swedish sentences.</param>
/// <param name="English">The same in English.</param>
/// <param name="Ages">The rule itself.</param>
public sealed record SignerRuleText(
    string Code, string Law, bool AwaitsLawyer, string Swedish, string English, IReadOnlyList<SignersFromAge> Ages);

/// <summary>An exception from the rules on signers, in words for people to read.</summary>
/// <param name="Code">The exception's code.</param>
/// <param name="Law">The paragraph that it rests on.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has yet to confirm it.</param>
/// <param name="Swedish">The exception in a few Swedish sentences.</param>
/// <param name="English">The same in English.</param>
public sealed record SignerExceptionText(string Code, string Law, bool AwaitsLawyer, string Swedish, string English);

/// <summary>
/// The exceptions from the rules on signers that a procedure may count. Each exception leaves out one of two guardians, and never the
/// only guardian who is left.
/// </summary>
public static class SignerExceptionCodes
{
    /// <summary>One of two guardians is prevented and the matter cannot wait (FB 6 kap. 13 § second paragraph).</summary>
    public const string PreventedGuardian = "prevented-guardian";

    /// <summary>The social board has decided that a measure may be taken without the other guardian's consent (FB 6 kap. 13 a §).</summary>
    public const string MeasureDecision = "measure-decision";

    /// <summary>Every exception.</summary>
    public static IReadOnlyList<string> All { get; } = [PreventedGuardian, MeasureDecision];
}

/// <summary>The rules on signers of a procedure, for each circumstance, and the exceptions that it counts.</summary>
internal sealed record ProcedureFile(
    string Purpose, string Signers, string FoundMature, string OwnMatter, IReadOnlyList<string>? Exceptions = null);

/// <summary>The form of <c>consent-rules.json</c>, and the checks of its content.</summary>
internal sealed record ConsentRulesFile(
    int LongestValidityDays,
    int LongestDataWindowDays,
    IReadOnlyList<string> RetentionPromises,
    IReadOnlyList<SignerRuleText> SignerRules,
    IReadOnlyList<ProcedureFile> Procedures,
    IReadOnlyList<SignerExceptionText>? SignerExceptions = null)
{
    public const string Name = "consent-rules.json";

    /// <summary>Returns the rules on signers by their codes, and reports every fault.</summary>
    public Dictionary<string, SignerRule> Check(Action<string> fault)
    {
        if (LongestValidityDays is < 1 or > 3660 || LongestDataWindowDays is < 1 or > 36600)
        {
            fault("the longest validity is 1-3660 days and the longest data window 1-36600 days");
        }

        if (RetentionPromises.Count == 0 || RetentionPromises.Distinct().Count() != RetentionPromises.Count)
        {
            fault("name at least one retention promise, each once");
        }

        foreach (var promise in RetentionPromises.Where(promise => !ConsentPhrases.KeptCodes.Contains(promise)).Distinct())
        {
            fault($"the retention promise `{promise}` has no words; choose among {string.Join(", ", ConsentPhrases.KeptCodes)}");
        }

        var signers = new Dictionary<string, SignerRule>(StringComparer.Ordinal);
        foreach (var text in SignerRules)
        {
            if (SignerRule.Of(text.Code, text.Ages, problem => fault($"signer rule `{text.Code}` {problem}")) is { } rule
                && !signers.TryAdd(text.Code, rule))
            {
                fault($"there are several signer rules `{text.Code}`");
            }
        }

        var known = SignerRules.Select(rule => rule.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var procedure in Procedures)
        {
            string[] followed = [procedure.Signers, procedure.FoundMature, procedure.OwnMatter];
            foreach (var code in followed.Where(code => !known.Contains(code)).Distinct())
            {
                fault($"procedure `{procedure.Purpose}` follows the signer rule `{code}`, which there is none of");
            }
        }

        var excepted = (SignerExceptions ?? []).Select(exception => exception.Code).ToList();
        foreach (var code in excepted.Where(code => !SignerExceptionCodes.All.Contains(code)).Distinct())
        {
            fault($"the hub knows no signer exception `{code}`; choose among {string.Join(", ", SignerExceptionCodes.All)}");
        }

        if (excepted.Distinct().Count() != excepted.Count)
        {
            fault("name each signer exception once");
        }

        foreach (var procedure in Procedures)
        {
            foreach (var code in (procedure.Exceptions ?? []).Except(excepted))
            {
                fault($"procedure `{procedure.Purpose}` counts the signer exception `{code}`, which there is none of");
            }
        }

        if (Procedures.Count == 0 || Procedures.Select(procedure => procedure.Purpose).Distinct().Count() != Procedures.Count)
        {
            fault("name at least one procedure, each purpose once");
        }

        foreach (var procedure in Procedures.Where(procedure => !CodeForm.Fits(procedure.Purpose)))
        {
            fault($"the purpose `{procedure.Purpose}` must be lower-case words a-z joined by hyphens");
        }

        return signers;
    }
}
