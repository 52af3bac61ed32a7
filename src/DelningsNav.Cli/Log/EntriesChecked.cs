namespace DelningsNav.Cli.Log;

/// <summary>Shows the progress of a long check on one line of the terminal, which is overwritten.</summary>
internal sealed class EntriesChecked(TextWriter terminal, FileStream file) : IProgress<long>
{
    private int _shown;

    /// <summary>Shows the number of entries and the part of the file they make up.</summary>
    public void Report(long value)
    {
        var percent = file.Length == 0 ? 100 : file.Position * 100 / file.Length;
        var line = $"{value} entries checked, {percent} %";
        terminal.Write($"\r{line.PadRight(_shown)}");
        _shown = line.Length;
    }

    /// <summary>Removes the line.</summary>
    internal void Clear()
    {
        if (_shown > 0)
        {
            terminal.Write($"\r{new string(' ', _shown)}\r");
        }
    }
}
