using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// The statements on a SQLite database as steps: SQLite reports each statement when it is about to run, before
/// it has read or locked anything.
/// </summary>
/// <remarks>
/// SQLite itself reports them (sqlite3_auto_extension, sqlite3_trace_v2), so that a statement is seen whichever code sends it, on
/// connections that are opened from now on.
/// </remarks>
internal static class SqliteStatements
{
    private const string Library = "e_sqlite3";
    private const uint StatementBegins = 1;
    private const nint MainDatabase = 0;

    private static readonly ConcurrentDictionary<string, Steps> StepsOfFile = new();
    private static readonly ConcurrentDictionary<nint, Steps> StepsOfConnection = new();

    // Fields, so that they are not collected: SQLite calls them for as long as the process runs.
    private static readonly Opened OnOpened = Open;
    private static readonly Traced OnStatement = Begin;
    private static readonly Committing OnCommit = Refuses;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Opened(nint connection, nint error, nint api);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Traced(uint kind, nint connection, nint statement, nint text);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Committing(nint connection);

    /// <summary>Makes every statement a step on the connections to a file that are opened until the result is disposed.</summary>
    public static IDisposable Of(string file, Steps steps)
    {
        StepsOfFile[file] = steps;
        Assert.Equal(0, sqlite3_auto_extension(Marshal.GetFunctionPointerForDelegate(OnOpened)));
        return new Watch(file);
    }

    private static int Open(nint connection, nint error, nint api)
    {
        if (Marshal.PtrToStringUTF8(sqlite3_db_filename(connection, MainDatabase)) is { } file
            && StepsOfFile.TryGetValue(file, out var steps))
        {
            StepsOfConnection[connection] = steps;
            sqlite3_commit_hook(connection, Marshal.GetFunctionPointerForDelegate(OnCommit), connection);
            return sqlite3_trace_v2(connection, StatementBegins, Marshal.GetFunctionPointerForDelegate(OnStatement), connection);
        }

        return 0;
    }

    private static int Begin(uint kind, nint connection, nint statement, nint text)
    {
        StepsOfConnection[connection].Before(Marshal.PtrToStringUTF8(text)!.Trim());
        return 0;
    }

    // A process that has died commits nothing more. SQLite then rolls the transaction back, as the next process would.
    private static int Refuses(nint connection) => StepsOfConnection[connection].IsDead ? 1 : 0;

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint sqlite3_commit_hook(nint connection, nint committing, nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_auto_extension(nint opened);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_trace_v2(nint connection, uint kinds, nint traced, nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint sqlite3_db_filename(nint connection, nint schema);

    private sealed class Watch(string file) : IDisposable
    {
        public void Dispose() => StepsOfFile.TryRemove(file, out _);
    }
}
