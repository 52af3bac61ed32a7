namespace DelningsNav.Cedar.Tests.Json;

/// <summary>Policies as JSON, so that a test gives only the part that it tests.</summary>
internal static class PolicyJson
{
    public const string All = """{"op": "All"}""";

    /// <summary>A policy with the expression as its only condition.</summary>
    public static string With(string expression) => Policy(conditions: $$$"""[{"kind": "when", "body": {{{expression}}}}]""");

    public static string Policy(
        string effect = "\"permit\"",
        string principal = All,
        string action = All,
        string resource = All,
        string conditions = "[]",
        string more = "")
    {
        var scope = $"\"principal\": {principal}, \"action\": {action}, \"resource\": {resource}";
        return $$$"""{"effect": {{{effect}}}, {{{scope}}}, "conditions": {{{conditions}}}{{{more}}}}""";
    }

    public static string Set(string policies = "{}", string templates = "{}", string links = "[]") =>
        $$$"""{"staticPolicies": {{{policies}}}, "templates": {{{templates}}}, "templateLinks": {{{links}}}}""";

    /// <summary>The problems of the JSON, one a line, or the empty text.</summary>
    public static string Problems(string json)
    {
        try
        {
            CedarPolicySet.FromJson(json);
            return string.Empty;
        }
        catch (CedarJsonException e)
        {
            return string.Join('\n', e.Problems);
        }
    }
}
