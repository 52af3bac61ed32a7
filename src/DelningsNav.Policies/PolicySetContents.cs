using DelningsNav.Cedar;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>A policy set that was read from its files and checked.</summary>
internal sealed record PolicySetContents(
    string Version,
    DateOnly LawAsOf,
    string Hash,
    RecordTypeCatalogue RecordTypes,
    IReadOnlyDictionary<string, Obligation> Obligations,
    IReadOnlyList<Rule> Rules,
    ConsentRules? ConsentRules,
    ConsentWordings? ConsentWordings,
    IReadOnlyList<RecordTypeCode>? UsuallyGathered,
    RecordForms RecordForms)
{
    private const string SchemaName = "delningsnav.cedarschema";

    /// <summary>Reads every file before it reports, so that one run shows all faults.</summary>
    public static PolicySetContents Read(PolicyFolder folder)
    {
        var faults = new List<string>();
        var obligations = ObligationFile.Read(folder, faults);
        var catalogue = RecordTypeCatalogue.Read(folder, obligations, faults);
        var consentRules = ConsentRules.Read(folder, faults);
        var wordings = Consents.ConsentWordings.Read(folder, catalogue, faults);
        var gathered = GatheredFile.Read(folder, catalogue, faults);
        var forms = FormFile.Read(folder, catalogue, obligations, faults);
        var rules = new List<Rule>();
        foreach (var policy in PoliciesOf(folder, faults))
        {
            if (Rule.Read(policy, obligations, faults.Add) is { } rule)
            {
                rules.Add(rule);
            }
        }

        faults.AddRange(rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"there are {same.Count()} policies with the @id `{same.Key}`"));
        if (catalogue is null || faults.Count > 0)
        {
            throw new PolicySetException(faults);
        }

        var (version, lawAsOf, _) = folder.Manifest;
        return new PolicySetContents(
            version, lawAsOf, folder.Hash, catalogue, obligations, rules, consentRules, wordings, gathered, forms);
    }

    private static List<CedarPolicy> PoliciesOf(PolicyFolder folder, List<string> faults)
    {
        var policies = new List<CedarPolicy>();
        foreach (var (name, text) in folder.CedarFiles)
        {
            try
            {
                var set = CedarPolicySet.Parse(text, name);
                policies.AddRange(set.Policies);
                faults.AddRange(set.Templates.Select(template =>
                    $"{name}: `{template.Annotations.GetValueOrDefault("id", template.Id)}` "
                    + "is a template, which would decide nothing; write a policy"));
            }
            catch (CedarSyntaxException problem)
            {
                faults.Add(problem.Message);
            }
        }

        if (policies.Count == 0)
        {
            faults.Add("there is no policy");
        }

        Validate(folder, policies, faults);
        return policies;
    }

    // A warning counts as a fault: a rule that can never apply misleads the people who read it.
    private static void Validate(PolicyFolder folder, List<CedarPolicy> policies, List<string> faults)
    {
        if (folder.ReadText(SchemaName, faults) is not { } text)
        {
            return;
        }

        try
        {
            var schema = CedarSchema.Parse(text, SchemaName);
            faults.AddRange(policies.SelectMany(schema.Validate).Select(problem => problem.ToString()));
        }
        catch (CedarSyntaxException problem)
        {
            faults.Add(problem.Message);
        }
    }
}
