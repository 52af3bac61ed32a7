namespace DelningsNav.Cedar.Tests;

/// <summary>Runs a test on a thread with less stack than the default of any platform that we support.</summary>
internal static class SmallStack
{
    private const int Size = 1024 * 1024;

    public static void Run(Action test)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(test), Size);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }
}
