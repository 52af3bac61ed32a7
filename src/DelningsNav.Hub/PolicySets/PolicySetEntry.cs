using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// The log entries about a policy set. They alone determine the set in force at any log entry. It is the set that the last
/// <c>policy-set-in-force</c> before that entry names.
/// </summary>
internal static class PolicySetEntry
{
    public static NewEntry Of(string kind, string version, string hash, Actor by, params (string Name, string? Value)[] more)
    {
        var fields = new Dictionary<string, string?> { ["policy-set"] = version, ["policy-set-hash"] = hash };
        foreach (var (name, value) in more)
        {
            fields.Add(name, value);
        }

        return new NewEntry { Kind = kind, Actor = by, Fields = fields };
    }

    public static NewEntry Of(string kind, PolicySet set, Actor by, params (string Name, string? Value)[] more) =>
        Of(kind, set.Version, set.Hash, by, more);

    public static NewEntry Of(
        string kind, AuthorityId authority, string version, string hash, Actor by, params (string Name, string? Value)[] more) =>
        Of(kind, version, hash, by, more) with { Holder = authority };

    /// <summary>The actor, as rows store it.</summary>
    public static string Written(Actor by) => by.Kind == Actor.Hub.Kind ? by.Kind : $"{by.Kind}:{by.Id}";

    public static string Written(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    public static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
