namespace DelningsNav.Cedar.Evaluation;

/// <summary>
/// The reason why an evaluation failed. Errors are values and not exceptions, because a policy that fails is an ordinary case.
/// </summary>
internal class Failure
{
    /// <summary>Why the last evaluation failed. It has no meaning when the evaluation succeeded.</summary>
    public string Message { get; private set; } = string.Empty;

    /// <summary>Notes the reason and returns null, which is the result of every failed evaluation.</summary>
    public CedarValue? Because(string message)
    {
        Message = message;
        return null;
    }

    /// <summary>Notes that another type of value was needed.</summary>
    public CedarValue? WrongType(string expected, CedarValue got)
    {
        var constructor = expected == "ipaddr" ? "ip" : expected;
        return Because(got is CedarValue.String && IsExtension(expected)
            ? $"type error: expected {expected}, got string; maybe you forgot to apply the `{constructor}` constructor"
            : $"type error: expected {expected}, got {got.TypeName}");
    }

    private static bool IsExtension(string type) => type is "decimal" or "ipaddr" or "datetime" or "duration";
}
