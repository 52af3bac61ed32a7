using System.CommandLine;
using DelningsNav.Signing;

namespace DelningsNav.Cli.Keys;

/// <summary><c>delningsnav keys new</c>: makes a key pair, writes the private key to a file and shows the public key.</summary>
internal static class KeysNewCommand
{
    public static Command Create()
    {
        var outOption = new Option<FileInfo>("--out")
        {
            Description = "The file to write the private key to, as PKCS#8 in PEM. Only you will be able to read it.",
            HelpName = "file",
            Required = true,
        };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one. The key in it is lost." };
        var command = new Command("new", "Make a signing key (ECDSA P-256) and show the public half, to be registered at the hub.")
        {
            outOption,
            force,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(outOption), parsed.GetValue(force), parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(FileInfo file, bool force, TextWriter output, TextWriter error)
    {
        if (file.Exists && !force)
        {
            error.WriteLine(
                $"`{file}` exists already; a key that is overwritten is lost, so give another name, or --force if you are sure");
            return ExitCode.Failed;
        }

        using var key = SigningKey.Create();
        try
        {
            Write(file, key);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"the key could not be written to `{file}`: {problem.Message}");
            return ExitCode.Failed;
        }

        output.WriteLine($"Key id: {key.KeyId}");
        output.WriteLine($"The private key is in {file}. Keep it where only the system that signs can read it.");
        output.WriteLine();
        output.WriteLine("Register this public key at the hub, in either form:");
        output.WriteLine();
        output.Write(key.PublicKey.ToPem());
        output.WriteLine();
        output.WriteLine(key.PublicKey.ToJwk());
        return ExitCode.Done;
    }

    // The key is written to a temporary file, which is then moved. No reader can therefore get an incomplete key, and the file has the
    // right mode from the start.
    private static void Write(FileInfo file, SigningKey key)
    {
        var beside = $"{file.FullName}.{key.KeyId}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(key.ToPem());
        }

        File.Move(beside, file.FullName, overwrite: true);
    }
}
