using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>The words of the command line that <c>watch</c> and <c>watch install</c> share.</summary>
internal sealed class WatchArguments
{
    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
    };

    internal Argument<Uri> Hub { get; } = new("hub")
    {
        Description = "The hub's address, such as https://hub.example",
        CustomParser = ReadHub,
    };

    internal Option<string[]> Key { get; } = new("--key")
    {
        Description =
            "The verifier key line of the log (name+id+key), or a file with one on each line. Obtain it from another place than the hub",
        HelpName = "line or file",
        Required = true,
    };

    internal Option<TimeSpan> Every { get; } = Length("--every", "How long to wait between two looks", TimeSpan.FromSeconds(60));

    internal Option<TimeSpan> Silence { get; } =
        Length("--silence", "How long the log may give no valid checkpoint before that is an alarm", TimeSpan.FromMinutes(15));

    internal Option<TimeSpan> Again { get; } =
        Length("--again", "How long after an alarm that has not ended it is raised again", TimeSpan.FromHours(1));

    internal Option<string?> AlarmProgram { get; } = new("--alarm")
    {
        Description = "A program to run at each alarm, with two arguments: the code and the text. No shell is involved",
        HelpName = "program",
    };

    internal static Option<string> Store { get; } = new("--store")
    {
        Description = "The folder of the stored checkpoints, one for each log",
        HelpName = "folder",
        Required = true,
    };

    internal void AddTo(Command command)
    {
        command.Add(Hub);
        foreach (var option in (Option[])[Key, Every, Silence, Again, AlarmProgram])
        {
            command.Add(option);
        }
    }

    /// <summary>The keys, or null together with the reason. All are of one log, whose name is the name of each key.</summary>
    internal IReadOnlyList<NoteVerifier>? ReadKeys(ParseResult parsed, out string why)
    {
        var keys = VerifierKeys.Read(parsed.GetRequiredValue(Key), out why);
        if (keys is not null && keys.Select(key => key.Name).Distinct().Count() > 1)
        {
            why = "the keys are of several logs; watch each log with a store of its own";
            return null;
        }

        return keys;
    }

    /// <summary>A length of time as it is written on the command line.</summary>
    internal static string Written(TimeSpan length) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)length.TotalSeconds}s");

    private static Uri? ReadHub(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var hub)
            && hub.Scheme is "http" or "https"
            && hub is { PathAndQuery: "/", UserInfo: "", Fragment: "" })
        {
            return hub;
        }

        result.AddError($"`{text}` is not the address of a hub, such as https://hub.example");
        return null;
    }

    private static Option<TimeSpan> Length(string name, string description, TimeSpan usual) => new(name)
    {
        Description = $"{description}, such as 60s, 15m or 2h",
        HelpName = "time",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Length > 0
                && Units.TryGetValue(text[^1], out var unit)
                && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is > 0 and <= 10_000)
            {
                return count * unit;
            }

            result.AddError($"`{text}` is not a length of time such as 60s, 15m or 2h");
            return default;
        },
    };
}
