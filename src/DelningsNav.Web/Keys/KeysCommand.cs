using System.Globalization;
using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Hub;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Web.Keys;

/// <summary>
/// The hub's own program as a command: <c>keys list</c>, <c>keys rotate</c> and <c>keys retire</c> (ADR 0042). It reads the configuration
/// of the hub and changes the key file; the running nodes find the change within a minute.
/// </summary>
/// <remarks>Exit codes: 0 done, 1 not done, 2 the command itself is wrong. Nothing secret is written.</remarks>
internal sealed class KeysCommand(MaintainKeys keys, TimeProvider clock, TextWriter output, TextWriter error)
{
    private const int Done = 0;
    private const int NotDone = 1;
    private const int Wrong = 2;
    private const string Wrapping = "wrapping";

    private const string Help =
        """
        keys list                                        show every key: its purpose, its id, from when until when it is valid
        keys rotate --purpose <purpose> [--overlap 30d] [--dry-run]
                                                         add a new key; the one before it stays valid for the overlap
        keys retire --purpose <purpose> [--dry-run]      destroy keys that are no longer needed

        <purpose>: log, receipts, policies, events (keys that sign), or wrapping (the root key that encrypts)
        --overlap: days, such as 30d, or hours, such as 12h; 0d if the old key may have leaked. Not for wrapping
        --dry-run: say what would be done, and change nothing

        The configuration is that of the hub (Hub:KeyFile, Hub:LogOrigin, Hub:ConnectionString, ...). The hub may run.
        Back up the key file after each change. See docs/operations/keys-and-backup.md, "Rotate keys".
        """;

    private static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(366);

    /// <summary>Whether the program was started as this command.</summary>
    public static bool IsMeant(string[] args) => args is ["keys", ..];

    /// <summary>Whether the words after <c>keys</c> ask for the help, which needs no configuration.</summary>
    public static bool AsksForHelp(IReadOnlyList<string> args) =>
        args.Count == 0 || args.Any(arg => arg is "--help" or "-h" or "-?" or "help");

    /// <summary>Shows the help.</summary>
    public static async Task<int> ShowHelpAsync(IReadOnlyList<string> args, TextWriter output)
    {
        await output.WriteLineAsync(Help);
        return args.Count == 0 ? Wrong : Done;
    }

    /// <summary>Runs the command.</summary>
    /// <param name="args">The words after <c>keys</c>. Configuration of the hub among them (<c>--Hub:KeyFile …</c>) is skipped.</param>
    /// <param name="ct">Cancels before anything is changed.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken ct)
    {
        if (AsksForHelp(args))
        {
            return await ShowHelpAsync(args, output);
        }

        var read = Read(args);
        if (read.Faults.Count > 0)
        {
            foreach (var fault in read.Faults)
            {
                await error.WriteLineAsync($"keys: {fault}");
            }

            await error.WriteLineAsync("keys: nothing was changed; `keys --help` shows what there is");
            return Wrong;
        }

        try
        {
            await RunAsync(read, ct);
            return Done;
        }
        catch (Exception cause) when (cause is KeySourceException or StorageException or System.Data.Common.DbException)
        {
            await error.WriteLineAsync($"keys: {cause.Message}");
            return NotDone;
        }
    }

    private async Task RunAsync(Words words, CancellationToken ct)
    {
        switch (words.Action)
        {
            case "list":
                await ListAsync(await keys.ReadAsync(ct), words, ct);
                break;
            case "rotate":
                var rotated = await keys.RotateAsync(words.Signs, words.Overlap ?? UsualOverlap, words.IsTrial, ct);
                await SayRotatedAsync(rotated, words);
                break;
            default:
                var before = await keys.ReadAsync(ct);
                var after = await keys.RetireAsync(words.Signs, words.IsTrial, ct);
                var gone = before.Wrapping.Count - after.Wrapping.Count
                    + before.Signing.Count(key => key.PrivateKey is not null) - after.Signing.Count(key => key.PrivateKey is not null);
                await output.WriteLineAsync(
                    gone == 0
                        ? "No key can be retired: none has ended."
                        : $"{(words.IsTrial ? "Would destroy" : "Destroyed")} {gone} of the keys.");
                await SayBackUpAsync(words, gone > 0);
                break;
        }
    }

    private async Task SayRotatedAsync(RootKeys rotated, Words words)
    {
        var verb = words.IsTrial ? "Would add" : "Added";
        if (words.Signs is { } signs)
        {
            var (old, made) = (rotated.For(signs).ElementAt(^2), rotated.For(signs).Last());
            await output.WriteLineAsync(
                $"{verb} a key for {KeyStatement.WordOf(signs)}: {Id(made)} signs from {At(made.From)}; "
                + $"{Id(old)} is valid until {At(old.Until!.Value)}.");
        }
        else
        {
            var made = rotated.Wrapping[^1];
            await output.WriteLineAsync(
                $"{verb} a wrapping key: {made.Name} encrypts from {At(made.From)}. The running hub then seals again what earlier keys "
                + "sealed; `keys list` shows how much is left.");
        }

        await SayBackUpAsync(words, isChanged: true);
    }

    private async Task SayBackUpAsync(Words words, bool isChanged) => await output.WriteLineAsync(
        words.IsTrial ? "Nothing was changed." : isChanged ? "Back up the key file now." : "Nothing was changed.");

    private async Task ListAsync(RootKeys root, Words words, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var key in root.Signing.Where(key => words.Shows(key.Purpose)).OrderBy(key => key.Purpose).ThenBy(key => key.From))
        {
            var state = key.From > now ? "begins later" : now >= key.Until ? "ended" : "valid";
            var half = key.PrivateKey is null ? ", its private half is destroyed" : "";
            var end = key.Until is { } until ? At(until) : "replaced";
            await output.WriteLineAsync(
                $"{KeyStatement.WordOf(key.Purpose),-9} {Id(key)}  from {At(key.From)}  until {end}  {state}{half}");
        }

        foreach (var key in root.Wrapping.Where(_ => words.ShowsWrapping))
        {
            await output.WriteLineAsync($"{Wrapping,-9} {key.Name}  from {At(key.From)}");
        }

        if (words.ShowsWrapping && root.Wrapping.Count > 1)
        {
            var left = (await keys.LeftAsync(ct)).Sum(table => table.Left);
            await output.WriteLineAsync($"{left} values are sealed with another wrapping key than the newest.");
        }
    }

    // The same id as in the key's line (c2sp.org/signed-note).
    private static string Id(HubSigningKey key) => Convert.ToHexStringLower(SHA256.HashData(key.PublicKey))[..8];

    private static string At(DateTimeOffset at) =>
        at == DateTimeOffset.UnixEpoch ? "the beginning" : KeyStatement.Written(at);

    // Every fault is said at once.
    private static Words Read(IReadOnlyList<string> args)
    {
        var words = new Words { Action = args[0] };
        if (args[0] is not ("list" or "rotate" or "retire"))
        {
            words.Faults.Add($"`{args[0]}` is not list, rotate or retire");
        }

        string? purpose = null;
        for (var i = 1; i < args.Count; i++)
        {
            var next = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--dry-run":
                    words.IsTrial = true;
                    break;
                case "--purpose":
                    purpose = next ?? "";
                    i++;
                    break;
                case "--overlap":
                    words.Overlap = LengthOf(next);
                    if (words.Overlap is null)
                    {
                        words.Faults.Add($"`{next}` is not an overlap such as 30d or 12h, of at most 366 days");
                    }

                    i++;
                    break;
                case var setting when setting.StartsWith("--", StringComparison.Ordinal) && setting.Contains(':', StringComparison.Ordinal):
                    i += setting.Contains('=', StringComparison.Ordinal) ? 0 : 1;
                    break;
                default:
                    words.Faults.Add($"`{args[i]}` is unknown");
                    break;
            }
        }

        ReadPurpose(words, purpose);
        return words;
    }

    private static void ReadPurpose(Words words, string? purpose)
    {
        KeyPurpose? signs = Enum.GetValues<KeyPurpose>().Cast<KeyPurpose?>().FirstOrDefault(p => KeyStatement.WordOf(p!.Value) == purpose);
        words.Signs = signs;
        words.IsWrapping = purpose == Wrapping;
        if (signs is null && purpose != Wrapping && (purpose is not null || words.Action is "rotate" or "retire"))
        {
            words.Faults.Add(
                purpose is null
                    ? "name the keys with --purpose: log, receipts, policies, events or wrapping"
                    : $"`{purpose}` is not log, receipts, policies, events or wrapping");
        }

        if (words.Overlap is not null && (words.Action != "rotate" || purpose == Wrapping))
        {
            words.Faults.Add("--overlap is only for the rotation of a key that signs");
        }
    }

    private static TimeSpan? LengthOf(string? text)
    {
        if (text is not [.. var digits, 'd' or 'h'] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > LongestOverlap.TotalHours)
        {
            return null;
        }

        var length = text[^1] == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        return length <= LongestOverlap ? length : null;
    }

    private sealed class Words
    {
        public required string Action { get; init; }

        public KeyPurpose? Signs { get; set; }

        public bool IsWrapping { get; set; }

        public TimeSpan? Overlap { get; set; }

        public bool ShowsWrapping => Signs is null;

        public bool IsTrial { get; set; }

        public List<string> Faults { get; } = [];

        public bool Shows(KeyPurpose purpose) => !IsWrapping && (Signs is null || Signs == purpose);
    }
}
