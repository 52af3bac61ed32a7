namespace DelningsNav.Cli;

/// <summary>What a command uses of the outside world. Tests supply replacements.</summary>
/// <param name="Clock">The clock for the time in the signatures of calls.</param>
/// <param name="Network">Makes the handler that sends calls. The handler must not follow redirects.</param>
/// <param name="Input">The standard input of the program.</param>
/// <param name="Output">Receives the results. They are bytes, because a result can be a document.</param>
/// <param name="Error">Receives explanations.</param>
/// <param name="IsTerminal">Whether the output goes to a person at a terminal and not to a file or program.</param>
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
