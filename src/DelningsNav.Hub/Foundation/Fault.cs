namespace DelningsNav.Hub.Foundation;

/// <summary>One fault in what a caller submitted. Use cases report every fault at once.</summary>
/// <param name="Field">The faulty member, spelled as on the wire.</param>
/// <param name="Code">A stable code that pages translate.</param>
/// <param name="Detail">What is wrong and what to do, in English, without personal data.</param>
public sealed record Fault(string Field, string Code, string Detail);
