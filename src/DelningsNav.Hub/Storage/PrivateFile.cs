namespace DelningsNav.Hub.Storage;

/// <summary>How files with secrets, or with what the hub trusts, are opened: only the hub's own account may read or write them.</summary>
internal static class PrivateFile
{
    /// <summary>Options for a file that only its owner may read and write, and that nobody else may open at the same time.</summary>
    public static FileStreamOptions New(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Makes a file private before anything is written into it. It is created if it does not exist.</summary>
    public static void Ensure(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            new FileStream(path, New(FileMode.OpenOrCreate)).Dispose();
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
