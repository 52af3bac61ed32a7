namespace DelningsNav.Cedar.Tests;

/// <summary>Short forms of questions to the evaluator.</summary>
internal static class Ask
{
    public static readonly EntityUid Anna = new("User", "anna");
    public static readonly EntityUid View = new("Action", "view");
    public static readonly EntityUid Plan = new("Document", "plan");

    public static readonly CedarRequest Request = new(Anna, View, Plan, CedarValue.Record.FromJson(
        """{"age": 16, "name": "Åsa", "tags": ["a", "b"], "inner": {"deep": {"deeper": true}}, "in_case": false}"""));

    public static readonly EntityStore Entities = EntityStore.FromJson(
        """
        [
          {"uid": {"type": "User", "id": "anna"}, "attrs": {"role": "teacher", "unit": {"__entity": {"type": "Unit", "id": "north"}}},
           "parents": [{"type": "Unit", "id": "north"}], "tags": {"seal": 7}},
          {"uid": {"type": "Unit", "id": "north"}, "attrs": {}, "parents": [{"type": "City", "id": "gothenburg"}]},
          {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]}
        ]
        """);

    /// <summary>The value of the expression, <c>true</c> or <c>false</c>, or the error's message.</summary>
    public static string Outcome(string expression)
    {
        var answer = CedarPolicySet.Parse($"permit(principal, action, resource) when {{ {expression} }};").Authorize(Request, Entities);
        return answer.Errors.Count > 0 ? answer.Errors[0].Message : answer.Permitted ? "true" : "false";
    }

    /// <summary>Whether a policy with this text permits the request.</summary>
    public static bool Permits(string policy) => CedarPolicySet.Parse(policy).Authorize(Request, Entities).Permitted;

    /// <summary>The problems of the text, one a line, or the empty text.</summary>
    public static string Problems(string policies)
    {
        try
        {
            CedarPolicySet.Parse(policies);
            return string.Empty;
        }
        catch (CedarSyntaxException e)
        {
            return string.Join('\n', e.Problems);
        }
    }

    /// <summary>The problems of an expression within a policy.</summary>
    public static string ProblemsOf(string expression) => Problems($"permit(principal, action, resource) when {{ {expression} }};");
}
