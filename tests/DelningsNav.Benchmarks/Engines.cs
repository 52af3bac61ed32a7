using DelningsNav.Hub.Storage;

namespace DelningsNav.Benchmarks;

/// <summary>The databases that are measured: both, unless the command line names one.</summary>
internal static class Engines
{
    public static StorageEngine[] Measured { get; private set; } = Enum.GetValues<StorageEngine>();

    /// <summary>Takes the name of a database, in any case, as the only one to measure. False when it is none.</summary>
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
