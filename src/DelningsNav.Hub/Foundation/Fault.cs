namespace DelningsNav.Hub.Foundation;

/// <summary>One thing that is wrong with what was handed in. Use cases name every fault at once.</summary>
/// <param name="Field">The member at fault, in the wire's spelling.</param>
/// <param name="Code">A stable code that pages translate.</param>
/// <param name="Detail">What is wrong and what to do, in English, without personal data.</param>
public sealed record Fault(string Field, string Code, string Detail);
