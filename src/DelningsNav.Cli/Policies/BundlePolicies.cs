using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Policies;

/// <summary>
/// <c>delningsnav policies bundle</c>: checks a set and, when it has no fault, packs it into one signed file that hubs can receive.
/// </summary>
internal static class BundlePolicies
{
    public static Command Create()
    {
        var folder = PoliciesCommand.Folder();
        var key = new Option<FileInfo>("--key")
        {
            Description = "The private key to sign with (PEM, see `keys new`).",
            HelpName = "file",
            Required = true,
        };
        key.AcceptExistingOnly();
        var name = new Option<string>("--name")
        {
            Description = "Whose key it is, as hubs know it: by convention a web address without `https://`, such as stad.example/regler.",
            HelpName = "name",
            Required = true,
        };
        var expires = new Option<DateOnly>("--expires")
        {
            Description = "The first day on which the set no longer decides anything, so that a set without an owner expires.",
            HelpName = "yyyy-mm-dd",
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    return day;
                }

                result.AddError($"`{text}` is not a day such as 2027-01-01");
                return default;
            },
        };
        var to = new Option<FileInfo>("--out")
        {
            Description = "The file to write. An existing file is replaced.",
            HelpName = "file",
            Required = true,
        };
        var command = new Command(
            "bundle",
            "Check a policy folder as `check` does and, when nothing is wrong, sign it with its cases and consent texts into one file.")
        {
            folder, key, name, expires, to,
        };
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () => Run(
                parsed.GetRequiredValue(folder).FullName, parsed.GetRequiredValue(key), parsed.GetRequiredValue(name),
                parsed.GetRequiredValue(expires),
                parsed.GetRequiredValue(to), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string folder, FileInfo keyFile, string name, DateOnly expires, FileInfo to, TextWriter output, TextWriter error)
    {
        using var key = ECDsa.Create();
        NoteSigner signer;
        try
        {
            key.ImportFromPem(File.ReadAllText(keyFile.FullName));
            signer = new NoteSigner(name, key);
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            error.WriteLine($"`{keyFile}` cannot sign as `{name}`: {problem.Message}");
            return ExitCode.Failed;
        }

        if (CheckPolicies.Run(ReleasePolicies.Load(folder), PolicyCaseFolder.Read(folder), output, error) != ExitCode.Done)
        {
            error.WriteLine("nothing was signed");
            return ExitCode.Failed;
        }

        var bundle = PolicyBundle.Pack(folder, expires, signer, mutationClean: true);
        try
        {
            // The bundle is written to a temporary file, which is then moved, so that no reader gets an incomplete bundle.
            File.WriteAllBytes(to.FullName + ".new", bundle);
            File.Move(to.FullName + ".new", to.FullName, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"`{to}` could not be written: {problem.Message}");
            return ExitCode.Failed;
        }

        output.WriteLine($"signed   {to}, {bundle.Length} bytes, expires {expires:yyyy-MM-dd}");
        output.WriteLine("A hub receives it when it knows this key:");
        output.WriteLine(signer.Verifier);
        return ExitCode.Done;
    }
}
