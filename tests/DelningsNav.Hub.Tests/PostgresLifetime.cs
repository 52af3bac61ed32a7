using DelningsNav.Hub.Tests;

[assembly: AssemblyFixture(typeof(PostgresLifetime))]

namespace DelningsNav.Hub.Tests;

/// <summary>
/// Stops the PostgreSQL server when the tests that used it have ended. Removing its hundreds of databases takes longer than the test
/// runner allows a process after its last test: done at the end of the process, it made a run fail in which no test had failed.
/// </summary>
public sealed class PostgresLifetime : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => PostgresCluster.Stop();
}
