namespace DelningsNav.Cli;

/// <summary>What a command meets outside itself. Tests hand in their own.</summary>
/// <param name="Clock">The time that calls are signed with.</param>
/// <param name="Network">Makes the way to a hub; it must not follow redirects.</param>
/// <param name="Input">What is piped into the program.</param>
/// <param name="Output">Where results go, as bytes, because a result may be a document.</param>
/// <param name="Error">Where explanations go.</param>
/// <param name="IsTerminal">Whether a person looks at the output, rather than a file or program.</param>
internal sealed record Surroundings(
    TimeProvider Clock, Func<HttpMessageHandler> Network, Stream Input, Stream Output, TextWriter Error, bool IsTerminal)
{
    public static Surroundings OfProcess(TimeProvider clock) => new(
        clock,
        () => new SocketsHttpHandler { AllowAutoRedirect = false },
        Console.OpenStandardInput(),
        Console.OpenStandardOutput(),
        Console.Error,
        !Console.IsOutputRedirected);
}
