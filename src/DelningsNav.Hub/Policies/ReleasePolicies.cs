namespace DelningsNav.Hub.Policies;

/// <summary>The secrecy rules in force: facts about one record and one request in, a verdict with its reasons out.</summary>
/// <remarks>Pure: no clock, no database, no memory between calls, and safe to share between threads.</remarks>
public sealed class ReleasePolicies
{
    private ReleasePolicies(RecordTypeCatalogue recordTypes) => RecordTypes = recordTypes;

    /// <summary>The version of the policy set, as its manifest says.</summary>
    public string Version { get; } = "";

    /// <summary>The day up to which changes of law are considered.</summary>
    public DateOnly LawAsOf { get; }

    /// <summary>SHA-256 over the set's files, in lower-case hexadecimal.</summary>
    public string Hash { get; } = "";

    /// <summary>The record types that the set was written for.</summary>
    public RecordTypeCatalogue RecordTypes { get; }

    /// <summary>Reads the policy set in a folder.</summary>
    /// <exception cref="PolicySetException">Something in the folder is wrong; every fault is named.</exception>
    public static ReleasePolicies Load(string folder) => new(RecordTypeCatalogue.Load(folder));

    /// <summary>Decides whether one record may be released, referred to the holder's assessor, or refused.</summary>
    public Verdict Decide(ReleaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);

        var notGranted = new Missing("not-granted", "", "Utlämnandet är inte beviljat.", "The release is not granted.", "");
        return RecordTypes.TryFind(facts.RecordType, out _)
            ? new Verdict.Refuse([notGranted], [])
            : new Verdict.Refuse([notGranted], [new Bar("known-record-type", "", new("Uppgiftstypen är okänd.", "The record type is unknown."))]);
    }
}
