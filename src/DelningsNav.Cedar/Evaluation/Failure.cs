namespace DelningsNav.Cedar.Evaluation;

/// <summary>Holds why an evaluation failed. Cedar's errors are values here, not exceptions: an errored policy is ordinary.</summary>
internal class Failure
{
    /// <summary>Why the last evaluation failed; meaningless when it did not.</summary>
    public string Message { get; private set; } = string.Empty;

    /// <summary>Notes the reason and answers null, which is what every failed evaluation answers.</summary>
    public CedarValue? Because(string message)
    {
        Message = message;
        return null;
    }

    /// <summary>Notes that another type of value was needed.</summary>
    public CedarValue? WrongType(string expected, CedarValue got) => Because(got is CedarValue.String && IsExtension(expected)
        ? $"type error: expected {expected}, got string; maybe you forgot to apply the `{(expected == "ipaddr" ? "ip" : expected)}` constructor"
        : $"type error: expected {expected}, got {got.TypeName}");

    private static bool IsExtension(string type) => type is "decimal" or "ipaddr" or "datetime" or "duration";
}
