using System.CommandLine;

namespace DelningsNav.Cli.Import;

/// <summary><c>delningsnav import ss12000</c>: imports absence from the answers of SS12000 v2.1 endpoints.</summary>
internal static class ImportSs12000Command
{
    public static Command Create(Surroundings surroundings)
    {
        var persons = Files("--persons", "What `GET /persons` answered; several files when it answered in pages.");
        var organisations = Files("--organisations", "What `GET /organisations` answered.");
        var attendance = Files("--attendance", "What `GET /aggregatedAttendance` answered.");
        var period = new Option<Period>("--period")
        {
            Description = "The first and last day to sum, both included.",
            HelpName = "from..to",
            Required = true,
            CustomParser = result =>
            {
                if (Period.Parse(result.Tokens[0].Value) is { } read)
                {
                    return read;
                }

                result.AddError($"`{result.Tokens[0].Value}` is not a period such as 2026-08-17..2026-12-18");
                return null;
            },
        };
        var hub = new Option<Uri>("--hub")
        {
            Description = "The hub's address, such as https://hub.example.",
            HelpName = "url",
            Required = true,
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url)
                    && url.Scheme is "http" or "https"
                    && url.PathAndQuery == "/")
                {
                    return url;
                }

                result.AddError($"`{result.Tokens[0].Value}` is not a hub's address such as https://hub.example, without a path");
                return null;
            },
        };
        var key = new Option<FileInfo>("--key")
        {
            Description = "The private key to sign with (PEM, see `keys new`).",
            HelpName = "file",
            Required = true,
        };
        key.AcceptExistingOnly();

        var command = new Command(
            "ss12000",
            "Sum each pupil's absence over a period and deposit it as a record of absence. A second run of the same files changes nothing.")
        {
            persons,
            organisations,
            attendance,
            period,
            hub,
            key,
        };
        command.SetAction((parsed, ct) => new ImportSs12000(surroundings, parsed.InvocationConfiguration.Output).RunAsync(new ImportFiles(
            parsed.GetRequiredValue(persons), parsed.GetRequiredValue(organisations), parsed.GetRequiredValue(attendance),
            parsed.GetRequiredValue(period)),
            parsed.GetRequiredValue(hub),
            parsed.GetRequiredValue(key),
            ct));
        return command;
    }

    private static Option<FileInfo[]> Files(string name, string description)
    {
        var option = new Option<FileInfo[]>(name)
        {
            Description = description,
            HelpName = "file",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        option.AcceptExistingOnly();
        return option;
    }
}

/// <summary>What to import.</summary>
internal sealed record ImportFiles(
    IReadOnlyList<FileInfo> Persons, IReadOnlyList<FileInfo> Organisations, IReadOnlyList<FileInfo> Attendance, Period Period);
