namespace DelningsNav.Cli.Log;

/// <summary>Tells a person at a terminal how far a long check has come, on one line that is written over.</summary>
internal sealed class EntriesChecked(TextWriter terminal, FileStream file) : IProgress<long>
{
    private int _shown;

    /// <summary>Shows the number of entries and how much of the file they are.</summary>
    public void Report(long value)
    {
        var percent = file.Length == 0 ? 100 : file.Position * 100 / file.Length;
        var line = $"{value} entries checked, {percent} %";
        terminal.Write($"\r{line.PadRight(_shown)}");
        _shown = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    internal void Clear()
    {
        if (_shown > 0)
        {
            terminal.Write($"\r{new string(' ', _shown)}\r");
        }
    }
}
