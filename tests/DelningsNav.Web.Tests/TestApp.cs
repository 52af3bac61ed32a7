using System.Text;
using DelningsNav.Client;
using DelningsNav.Hub;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Tests;
using DelningsNav.Policies;
using DelningsNav.Signing;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using HubClientId = DelningsNav.Hub.Foundation.ClientId;

namespace DelningsNav.Web.Tests;

/// <summary>
/// The real application, listening on loopback, with a hub of its own in a temporary folder; only the clock is a test clock. The hub
/// contains the <see cref="SmallWorld"/>.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    public static TheoryData<StorageEngine> Engines { get; } = [StorageEngine.Sqlite, StorageEngine.PostgreSql];

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly SmallWorld _world;

    private TestApp(
        WebApplication app, HubStart hub, HubSettings settings, TestClock clock, LinesOfLog log, string folder, SmallWorld world)
    {
        _app = app;
        Settings = settings;
        _world = world;
        SocialKey = SigningKey.FromPem(world.SocialKey);
        SchoolKey = SigningKey.FromPem(world.SchoolKey);
        Hub = hub;
        Clock = clock;
        Log = log;
        _folder = folder;
        Address = new Uri(app.Urls.Single());
    }

    public HubStart Hub { get; }

    public HubSettings Settings { get; }

    public TestClock Clock { get; }

    public LinesOfLog Log { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public string Folder => _folder;

    public string DatabaseFile => Path.Combine(_folder, "hub.db");

    public DateOnly Today => SwedishTime.DayOf(Clock.GetUtcNow());

    /// <summary>The key of the social board's system, which may call everything in every role.</summary>
    public SigningKey SocialKey { get; }

    /// <summary>The key of the school's system, which may call everything in every role.</summary>
    public SigningKey SchoolKey { get; }

    public HubClientId SocialSystem => _world.SocialSystem;

    public BranchId School => _world.School;

    public BranchId Social => _world.Social;

    public UnitId Team => _world.Team;

    public StaffMemberId Rektor => _world.Rektor;

    public StaffMemberId Familjebehandlare => _world.Familjebehandlare;

    public StaffMemberId Registrator => _world.Registrator;

    public PersonId Child => _world.Child;

    public PersonId Mother => _world.Mother;

    public PersonId Father => _world.Father;

    public CaseId Case => _world.Case;

    public RecordId Absence => _world.Absence;

    public string ChildsNumber => _world.ChildsNumber;

    public const string AbsenceContent =
        """
        {"format":"delningsnav.absence/1","school":"Järvaskolan","total":[],"months":[{"from":"2026-09-01","to":"2026-09-30",
        "offeredMinutes":1000,"validAbsenceMinutes":100,"invalidAbsenceMinutes":210,"reportedMinutes":1000,"absenceShare":0.31,
        "reportingCompleteness":1}]}
        """;

    private const string NotAssigned = """
        {
          "about": "Whatever the other bars say, staff who are not assigned get nothing.",
          "bases": { "absence": { "record": "franvaro" } },
          "cases": [
            {
              "case": "Not assigned", "base": "absence", "facts": { "assigned": false },
              "verdict": "refuse", "missing": ["assignment"], "bars": ["bar-assignment"]
            }
          ]
        }
        """;

    /// <summary>Starts the application on a copy of the small world.</summary>
    /// <param name="mail">The mail server; null means none.</param>
    /// <param name="change">Changes the set-up, which is that of a hub on this machine only.</param>
    /// <param name="add">Adds endpoints to the application.</param>
    /// <param name="limits">How many requests are answered; null means that no number is too large.</param>
    internal static async Task<TestApp> StartAsync(
        MailSetup? mail = null, Func<HubSetup.Ready, HubSetup.Ready>? change = null, Action<WebApplication>? add = null,
        CallLimits? limits = null)
    {
        var folder = NewFolder();
        var settled = await SettledWorld.BuiltOnce.Value;
        await settled.CopyAsync(folder);
        return await ServeAsync(folder, SettingsIn(folder), new TestClock(), settled.World, mail, limits, change, add);
    }

    /// <summary>Starts the application on a small world of its own, built from nothing at a moment.</summary>
    internal static async Task<TestApp> BuildAsync(TestClock clock)
    {
        var folder = NewFolder();
        var settings = SettingsIn(folder);
        return await ServeAsync(folder, settings, clock, await SmallWorld.BuildAsync(settings, clock));
    }

    /// <summary>
    /// Starts the application on a copy of the small world whose checkpoint file is lost, so that it is fenced. Two system owners of the
    /// operating authority are in it.
    /// </summary>
    internal static async Task<(TestApp App, IReadOnlyList<StaffMemberId> Owners)> StartFencedAsync()
    {
        var (folder, clock) = (NewFolder(), new TestClock());
        var settled = await SettledWorld.BuiltOnce.Value;
        await settled.CopyAsync(folder);
        List<StaffMemberId> owners = [];
        await using (var hub = await HubStart.OpenAsync(SettingsIn(folder), clock, CancellationToken.None))
        {
            await using var services = new ServiceCollection().AddHub(hub, new IdSource(clock)).BuildServiceProvider();
            var parties = services.GetRequiredService<MaintainParties>();
            var unit = await parties.AddUnitAsync(settled.World.School, "Kansliet", "Järva", default);
            foreach (var name in new[] { "Siv System", "Sten System" })
            {
                owners.Add(await parties.AddStaffAsync(
                    unit, name, StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, default));
            }
        }

        File.Delete(Path.Combine(folder, "hub-checkpoint"));
        return (await ServeAsync(folder, SettingsIn(folder), clock, settled.World), owners);
    }

    /// <summary>Starts the application on a small world of its own in a database of this engine.</summary>
    internal static async Task<TestApp> BuildAsync(StorageEngine engine)
    {
        var (folder, clock) = (NewFolder(), new TestClock());
        var settings = SettingsIn(folder);
        if (engine == StorageEngine.PostgreSql)
        {
            settings = settings with { Engine = engine, ConnectionString = await PostgresCluster.NewDatabaseAsync() };
        }

        return await ServeAsync(folder, settings, clock, await SmallWorld.BuildAsync(settings, clock));
    }

    /// <summary>
    /// Starts one more node of this application's hub, which reaches the database by another connection string. It is ended by
    /// <see cref="LeaveAsync"/>, because the folder belongs to this node.
    /// </summary>
    internal Task<TestApp> StartAnotherAsync(string connectionString) =>
        ServeAsync(_folder, Settings with { ConnectionString = connectionString }, Clock, _world);

    internal static string NewFolder() => Directory.CreateTempSubdirectory("delningsnav-web-").FullName;

    internal static HubSettings SettingsIn(string folder) => new()
    {
        Engine = StorageEngine.Sqlite,
        ConnectionString = $"Data Source={Path.Combine(folder, "hub.db")}",
        PolicyFolder = Path.Combine(AppContext.BaseDirectory, "policies"),
        RunBy = new OperatingAuthority("2120000142"),
        NoticeHosts = NoticeHosts.ThisMachine,
        LogOrigin = "test.example/stad/audit",
        Keys = new KeyFile(Path.Combine(folder, "keys.json")),
        CheckpointFile = Path.Combine(folder, "hub-checkpoint"),
    };

    // The clock of a test stands still, so that all its requests are made in the same minute.
    private static async Task<TestApp> ServeAsync(
        string folder, HubSettings settings, TestClock clock, SmallWorld world, MailSetup? mail = null, CallLimits? limits = null,
        Func<HubSetup.Ready, HubSetup.Ready>? change = null, Action<WebApplication>? add = null)
    {
        limits ??= CallLimits.None;
        settings = settings with { LookUps = limits.LookUps };
        var hub = await HubStart.OpenAsync(settings, clock, CancellationToken.None);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubSetup).Assembly.GetName().Name,
            EnvironmentName = "Production",

            // Nobody changes the configuration of a test, and a machine has few watchers of files.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new LinesOfLog();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        var setup = new HubSetup.Ready(settings, clock, new IdSource(clock), null)
        {
            Mail = mail ?? MailSetup.Off,
            IsOnThisMachineOnly = true,
            Limits = limits,
        };
        var app = HubApp.Compose(builder, change?.Invoke(setup) ?? setup, hub);
        add?.Invoke(app);
        await app.StartAsync();
        return new TestApp(app, hub, settings, clock, log, folder, world);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A typed client that signs with a key, by default the social board's.</summary>
    public DelningsNavClient Client(SigningKey? key = null) => DelningsNavClient.Create(Address, key ?? SocialKey, Clock);

    /// <summary>Sends one call signed by a key, by default the social board's.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? json = null, SigningKey? key = null, string? idempotencyKey = null) =>
        SendAsync(Call(method, path, json, idempotencyKey), new SigningHandler(key ?? SocialKey, Clock));

    /// <summary>Sends one call, signed by this handler.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SigningHandler signing)
    {
        signing.InnerHandler ??= new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpMessageInvoker(signing);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a call as it is.</summary>
    public static async Task<HttpResponseMessage> SendAsIsAsync(HttpRequestMessage request)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public HttpRequestMessage Call(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new("application/json") } };
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return request;
    }

    /// <summary>Registers another system of the social board, which acts for caseworkers.</summary>
    public async Task<SigningKey> AddSystemAsync(params OperationCode[] operations)
    {
        var key = SigningKey.Create();
        await Get<MaintainParties>().AddClientAsync(
            Social, "Ett system till", operations, [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(), default);
        return key;
    }

    /// <summary>A consent to the school's absence records, signed by both guardians.</summary>
    public async Task<ConsentId> GiveConsentAsync()
    {
        var consent = await AskForConsentAsync();
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Mother, ConsentAnswer.Yes));
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Father, ConsentAnswer.Yes));
        return consent;
    }

    public async Task<ConsentId> AskForConsentAsync(string type = "franvaro")
    {
        var outcome = await Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = Case,
                Scopes = [new(School, [RecordTypeCode.Parse(type)])],
                DataFrom = Today.AddDays(-400),
                DataTo = Today.AddDays(100),
                ValidUntil = Clock.GetUtcNow().AddDays(180),
            },
            new Caller.Staff(Familjebehandlare),
            default);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    public async Task<AnswerOutcome> AnswerAsync(ConsentId consent, PersonId person, ConsentAnswer answer)
    {
        await using var db = Hub.Database.NewContext();
        var text = await Hub.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent), "sv", default);
        return await Get<AnswerConsent>().HandleAsync(consent, person, answer, "sv", text.Hash, default);
    }

    /// <summary>The request that the social board makes to the school by default.</summary>
    public InformationToRequest Ask(params string[] types) => new()
    {
        Case = Case.Value,
        Staff = Familjebehandlare.Value,
        Holder = School.Value,
        RecordTypes = types.Length == 0 ? ["franvaro"] : types,
        PeriodFrom = Today.AddDays(-200),
        PeriodTo = Today,
        Purpose = "sst",
        Reason = "Kartläggning",
    };

    /// <summary>
    /// The shipped rules under another version, signed by the hub. Changed bars come with one case in place of the cases that the change
    /// would fail; any other change to the folder is possible too.
    /// </summary>
    public byte[] Pack(string version, Func<string, string>? changeBars = null, Action<string>? change = null)
    {
        var (shipped, folder) = (Path.Combine(AppContext.BaseDirectory, "policies"), Path.Combine(_folder, Guid.NewGuid().ToString("N")));
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shipped, file);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            if (changeBars is null || !name.StartsWith("cases", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(folder, name));
            }
        }

        var (manifest, bars) = (Path.Combine(folder, "manifest.json"), Path.Combine(folder, "90-bars.cedar"));
        var renamed = File.ReadAllText(manifest).Replace($"\"{Hub.Policies.Version}\"", $"\"{version}\"", StringComparison.Ordinal);
        File.WriteAllText(manifest, renamed);
        if (changeBars is not null)
        {
            File.WriteAllText(bars, changeBars(File.ReadAllText(bars)));
            File.WriteAllText(Path.Combine(folder, "cases", "90-bars.json"), NotAssigned);
            File.Copy(Path.Combine(shipped, "cases", "00-normal.json"), Path.Combine(folder, "cases", "00-normal.json"));
        }

        change?.Invoke(folder);
        return Hub.PackAsOwn(folder, Today.AddYears(1));
    }

    /// <summary>The number of entries in the log.</summary>
    public Task<long> LogSizeAsync() => AskDatabaseAsync("SELECT size FROM log_head");

    /// <summary>
    /// Seals what a test wrote into the database itself, as if the hub had changed it. Without this, the hub takes it for an attack.
    /// </summary>
    internal async Task SealAsync(params SubjectId[] subjects)
    {
        await using var connection = await Hub.Database.ConnectAsync(default);
        await using var statements = new Statements(StorageEngine.Sqlite, connection);
        await using var transaction = await connection.BeginTransactionAsync();
        await Hub.Log.Seals.SealAsync(statements, transaction, subjects, default);
        await transaction.CommitAsync();
    }

    /// <summary>Asks the database for one number.</summary>
    public async Task<long> AskDatabaseAsync(string sql)
    {
        await using var db = Hub.Database.NewContext();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests ask constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the database refuse every entry of the log.</summary>
    public Task BreakLogAsync() => AskDatabaseAsync(
        "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END; SELECT 0");

    /// <summary>Stops serving calls. Calls that have begun are finished, and the hub can still be read.</summary>
    public Task StopServingAsync() => _app.StopAsync();

    /// <summary>Stops everything but leaves the folder, so that another process can continue with it.</summary>
    public async Task LeaveAsync()
    {
        await _app.StopAsync();
        await Hub.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Hub.DisposeAsync();
        SocialKey.Dispose();
        SchoolKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
