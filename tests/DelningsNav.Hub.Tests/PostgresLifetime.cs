using DelningsNav.Hub.Tests;

[assembly: AssemblyFixture(typeof(PostgresLifetime))]

namespace DelningsNav.Hub.Tests;

/// <summary>
/// Ends the PostgreSQL server with the tests that used it. Removing its hundreds of databases takes longer than the test runner grants a process
/// whose tests are over: left to the process's end, it made a run fail in which no test had.
/// </summary>
public sealed class PostgresLifetime : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => PostgresCluster.Stop();
}
