using DelningsNav.Hub.Storage;

namespace DelningsNav.Benchmarks;

/// <summary>The measured databases: both, unless the command line names one.</summary>
internal static class Engines
{
    public static StorageEngine[] Measured { get; private set; } = Enum.GetValues<StorageEngine>();

    /// <summary>Restricts the measurement to the database with this name, in any case. False if there is no such database.</summary>
    public static bool TryRestrictTo(string name)
    {
        if (!Enum.GetNames<StorageEngine>().Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        Measured = [Enum.Parse<StorageEngine>(name, ignoreCase: true)];
        return true;
    }
}
