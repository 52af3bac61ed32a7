using DelningsNav.Demo.City;
using DelningsNav.Hub;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Web;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Mail;

namespace DelningsNav.Demo;

/// <summary>The set-up that the demo runs with, or the reason why it does not start (ADR 0014).</summary>
/// <remarks>
/// On the command line, <c>--data folder</c> reuses the city between starts, and <c>--urls</c> sets another address of this machine. The
/// configuration may contain <c>Mail:</c> (see <see cref="MailSetup"/>), <c>Hub:PolicyFolder</c> and <c>Hub:PublicOrigin</c>.
/// </remarks>
internal abstract record DemoStart
{
    private const string LoopbackAddress = "http://127.0.0.1:5080";

    private DemoStart() { }

    /// <summary>The demo can be opened.</summary>
    /// <param name="Hub">The set-up of its hub.</param>
    /// <param name="Demo">The set-up of its city.</param>
    public sealed record Ready(HubSetup.Ready Hub, DemoSetup Demo) : DemoStart;

    /// <summary>The demo must not start.</summary>
    /// <param name="Why">What is wrong and what to do.</param>
    public sealed record Refused(string Why) : DemoStart;

    /// <summary>Reads the configuration and command line of the demo.</summary>
    /// <remarks>
    /// Three conditions must be met before a visitor may choose whom to sign in as: this is an environment of development, only this
    /// machine can reach the demo, and the data folder is empty or belongs to a demo.
    /// </remarks>
    public static DemoStart Read(WebApplicationBuilder builder, TimeProvider clock)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return new Refused(
                $"The demo does not start in the environment {builder.Environment.EnvironmentName}, "
                + "since anybody could sign in as anybody. "
                + "Start it with ./run, or set ASPNETCORE_ENVIRONMENT=Development.");
        }

        var addresses = builder.Configuration["urls"] ?? LoopbackAddress;
        if (addresses.Split(';').Any(a => !Uri.TryCreate(a, UriKind.Absolute, out var address) || !address.IsLoopback))
        {
            return new Refused(
                $"The demo listens on this machine only; `{addresses}` would open it to others. Use an address such as {LoopbackAddress}.");
        }

        builder.WebHost.UseUrls(addresses);
        var folder = builder.Configuration["data"] ?? Directory.CreateTempSubdirectory("delningsnav-demo-").FullName;
        var demo = new DemoSetup(Path.GetFullPath(folder), new DemoClock(clock));
        if (!demo.FolderIsFit())
        {
            return new Refused($"The folder `{folder}` contains something other than a demo city. Give an empty folder with --data.");
        }

        if (!MailSetup.TryRead(builder.Configuration, out var mail, out var mailFaults))
        {
            return new Refused($"The demo does not start: {mailFaults}");
        }

        return new Ready(HubOf(demo, builder.Configuration) with { Mail = mail }, demo);
    }

    private static HubSetup.Ready HubOf(DemoSetup demo, ConfigurationManager configuration) => new(
        new HubSettings
        {
            Engine = StorageEngine.Sqlite,
            ConnectionString = $"Data Source={Path.Combine(demo.Folder, "hub.db")}",
            PolicyFolder = configuration["Hub:PolicyFolder"] ?? HubSetup.ShippedPolicies,
            RunBy = new OperatingAuthority(DemoParties.SchoolBoardNumber),
            NoticeHosts = NoticeHosts.ThisMachine,
            LogOrigin = "delningsnav.example/exempelstaden/audit",
            Keys = new KeyFile(Path.Combine(demo.Folder, "hub-keys.json")),
            CheckpointFile = Path.Combine(demo.Folder, "hub-checkpoint"),
        },
        demo.Clock,
        demo.Ids,
        configuration["Hub:PublicOrigin"])
    {
        IsOnThisMachineOnly = true,
        HasExplorer = true,

        // The demo is reached from its own machine only (ADR 0014), and its visitors change persons as they like.
        Limits = CallLimits.None,
    };
}
