using Spectre.Console;

namespace DelningsNav.Cli.Import;

/// <summary>Shows the progress of an import. At a terminal it is a bar; otherwise it is a line from time to time.</summary>
internal sealed class ImportProgress(TextWriter output, bool isTerminal)
{
    private const int LinesEvery = 100;

    /// <summary>Handles each item and shows the progress.</summary>
    public Task RunAsync<T>(IReadOnlyList<T> items, Func<T, Task> act) =>
        isTerminal ? WithBarAsync(items, act) : WithLinesAsync(items, act);

    private Task WithBarAsync<T>(IReadOnlyList<T> items, Func<T, Task> act) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("pupils", maxValue: Math.Max(1, items.Count));
                foreach (var item in items)
                {
                    await act(item);
                    task.Increment(1);
                }

                task.Value = task.MaxValue;
            });

    private async Task WithLinesAsync<T>(IReadOnlyList<T> items, Func<T, Task> act)
    {
        for (var i = 0; i < items.Count; i++)
        {
            await act(items[i]);
            if ((i + 1) % LinesEvery == 0)
            {
                await output.WriteLineAsync($"{i + 1} of {items.Count} pupils");
                await output.FlushAsync();
            }
        }
    }
}
