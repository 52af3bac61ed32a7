namespace DelningsNav.Cedar.Tests;

/// <summary>Tests that measure the memory of the whole process. No other test runs at the same time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
