namespace DelningsNav.Web.Demo;

/// <summary>The history of the demo city, told through the hub's own use cases.</summary>
internal static class DemoHistory
{
    /// <summary>Tells it, and answers with those whom one can sign in as.</summary>
    public static Task<DemoPersons> TellAsync(IServiceProvider services, DemoSetup demo, CancellationToken ct) =>
        Task.FromResult(new DemoPersons([]));
}
