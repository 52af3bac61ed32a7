using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.HubModel;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub;

/// <summary>What a hub node needs to start.</summary>
public sealed record HubSettings
{
    /// <summary>The database.</summary>
    public required StorageEngine Engine { get; init; }

    /// <summary>The connection string.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The folder with the policy set that the hub was shipped with: the secrecy rules, and the texts that families sign.
    /// </summary>
    public required string PolicyFolder { get; init; }

    /// <summary>
    /// The keys whose signatures on policy sets are accepted. If the list is empty, the hub signs the set in <see cref="PolicyFolder"/>
    /// with its own key and sets it in force (ADR 0018).
    /// </summary>
    public IReadOnlyList<NoteVerifier> PolicySigners { get; init; } = [];

    /// <summary>
    /// The authority that runs the hub and decides which policy set is in force for every authority. If no authority is named, nobody can
    /// decide this on the pages (ADR 0020).
    /// </summary>
    public OperatingAuthority RunBy { get; init; } = OperatingAuthority.Unnamed;

    /// <summary>The addresses to which notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; init; } = NoticeHosts.None;

    /// <summary>How long what was read from the population register is trusted.</summary>
    public RegisterFreshness Freshness { get; init; } = RegisterFreshness.Usual;

    /// <summary>How often a system may look people up on one day.</summary>
    public LookUpBudget LookUps { get; init; } = new();

    /// <summary>The name under which the log signs, <c>host/tenant/audit</c>.</summary>
    public required string LogOrigin { get; init; }

    /// <summary>The source of the root keys.</summary>
    public required IKeySource Keys { get; init; }

    /// <summary>
    /// The file for the newest checkpoint that this node has signed or read. It lies outside the database, next to the keys, and is stored
    /// with them: a database that is behind it is older than the hub.
    /// </summary>
    public required string CheckpointFile { get; init; }
}

/// <summary>A hub node that is opened and checked. Every use case is built from it.</summary>
public sealed class HubStart : IAsyncDisposable
{
    private IKeySource _keySource = null!;
    private SealAgain _sealAgain = null!;

    private HubStart(
        HubDatabase database, HubKeys keys, ReleasePolicies policies, ConsentTexts texts, LogWriter log, LoggedChanges changes,
        PoliciesInForce inForce,
        OperatingAuthority runBy, TimeProvider clock)
    {
        Database = database;
        Keys = keys;
        Policies = policies;
        Texts = texts;
        Log = log;
        Changes = changes;
        InForce = inForce;
        RunBy = runBy;
        Clock = clock;
    }

    /// <summary>The database, with its schema up to date.</summary>
    public HubDatabase Database { get; }

    /// <summary>Encrypts values, and creates indexes and tokens, with the root keys.</summary>
    public HubKeys Keys { get; }

    /// <summary>
    /// The rules of the policy folder that the hub was shipped with, as they were read at start. Decisions and texts use
    /// <see cref="InForce"/>.
    /// </summary>
    public ReleasePolicies Policies { get; }

    /// <summary>The secrecy rules in force, by which the hub decides and explains.</summary>
    public PoliciesInForce InForce { get; }

    /// <summary>The authority that runs the hub.</summary>
    public OperatingAuthority RunBy { get; }

    /// <summary>The addresses to which notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; private init; } = NoticeHosts.None;

    /// <summary>How long what was read from the population register is trusted.</summary>
    public RegisterFreshness Freshness { get; private init; } = RegisterFreshness.Usual;

    /// <summary>How often a system may look people up on one day.</summary>
    public LookUpBudget LookUps { get; private init; } = new();

    /// <summary>
    /// The key with which the hub signs its own calls. Its public half is published, so that a receiver can verify the caller.
    /// </summary>
    public SigningKey CallKey => Log.Identity.CallKey;

    /// <summary>The public keys of <see cref="CallKey"/> that a receiver accepts: each that has not ended, and the next one.</summary>
    public IReadOnlyList<VerificationKey> CallKeys => Log.Identity.CallKeys;

    /// <summary>The texts with which families are asked.</summary>
    public ConsentTexts Texts { get; }

    /// <summary>The log's writer.</summary>
    public LogWriter Log { get; }

    /// <summary>What this node knows to be wrong with its log.</summary>
    public required LogHealth Health { get; init; }

    /// <summary>Closed while the database may be older than what this hub has signed.</summary>
    public required LogFence Fence { get; init; }

    /// <summary>Makes changes of state, each together with its log entries.</summary>
    public LoggedChanges Changes { get; }

    /// <summary>The hub's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>
    /// Opens a node in this order: keys, checkpoint file, rules, database, the check that the stored log is sound, and the set in force.
    /// </summary>
    /// <exception cref="KeySourceException">The keys are unavailable.</exception>
    /// <exception cref="PolicySetException">The rules cannot be used for decisions.</exception>
    /// <exception cref="StorageException">
    /// The database cannot be used, or its log is not sound. If the log is sound but older than what this hub has signed, the node starts
    /// with a closed <see cref="Fence"/>.
    /// </exception>
    public static async Task<HubStart> OpenAsync(HubSettings settings, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var keys = new HubKeys(await KeysAsync(settings, clock, ct), clock);
        var identity = new LogIdentity(settings.LogOrigin, keys, clock);
        var anchor = LogAnchor.Open(settings.CheckpointFile, identity);
        var policies = ReleasePolicies.Load(settings.PolicyFolder);
        AssertConsentsCanBeAsked(policies);
        var database = await HubDatabase.OpenAsync(settings.Engine, settings.ConnectionString, clock, ct);
        var log = new LogWriter(database, keys, identity, anchor, clock);
        await KeyFileAge.AssertNewestAsync(database, log, ct);
        var fence = log.Heads.Fence;
        if (await LogSoundness.AssertAsync(database, log.Heads, ct) is { } older)
        {
            fence.Close(older.Message);
        }

        await LogSoundness.AssertClockAsync(database, clock, ct);
        var health = new LogHealth(log);
        await health.CheckNewestAsync(database, ct);
        var changes = new LoggedChanges(database, log);
        var policyKeys = new PolicyKeys(settings.PolicySigners, log.Identity);
        var inForce = new PoliciesInForce(changes, policyKeys, policies, clock);
        Task PutShippedInForceAsync(CancellationToken token) => settings.PolicySigners.Count > 0
            ? Task.CompletedTask
            : ShippedPolicySet.PutInForceAsync(settings.PolicyFolder, policies, changes, inForce, policyKeys, clock, token);
        fence.WhenOpened = PutShippedInForceAsync;
        if (!fence.IsClosed)
        {
            await PutShippedInForceAsync(ct);
        }

        return new HubStart(
            database, keys, policies, new ConsentTexts(inForce), log, changes, inForce, settings.RunBy, clock)
        {
            _keySource = settings.Keys,
            _sealAgain = new SealAgain(database, keys, SealedColumns.All, clock),
            NoticeHosts = settings.NoticeHosts,
            Health = health,
            Fence = fence,
            Freshness = settings.Freshness,
            LookUps = settings.LookUps,
        };
    }

    // Only a hub that has stored nothing yet makes keys. Another key file than its own would open nothing.
    private static async Task<RootKeys> KeysAsync(HubSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (settings.Keys is not KeyFile { Exists: false } file || File.Exists(settings.CheckpointFile))
        {
            return await settings.Keys.ReadAsync(ct);
        }

        await using var database = await HubDatabase.OpenAsync(settings.Engine, settings.ConnectionString, clock, ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var entries = connection.CreateCommand();
        entries.CommandText = "SELECT COUNT(*) FROM payload_keys";
        var isUsed = await entries.ExecuteScalarAsync(ct) is not 0L;

        // Another node that starts for the first time too may have made the file meanwhile.
        return isUsed ? await file.ReadAsync(ct) : await file.MakeAsync(ct);
    }

    /// <summary>
    /// Reads the key file again, so that the node uses keys that were rotated, each from its moment on. Every node does it each minute.
    /// </summary>
    /// <exception cref="KeySourceException">The keys are unavailable or older than those in use. The node goes on with those.</exception>
    public async Task RefreshKeysAsync(CancellationToken ct) => Keys.Take(await _keySource.ReadAsync(ct));

    /// <summary>Seals with the newest wrapping key what an older one has sealed. Null when there is nothing to do.</summary>
    public Task<SealingLeft?> SealAgainAsync(CancellationToken ct) => _sealAgain.RunAsync(ct);

    /// <summary>Opens a node as <see cref="OpenAsync"/> does, or says in a sentence why it cannot, for the person who starts it.</summary>
    /// <returns>The node, or null when it cannot be opened.</returns>
    public static async Task<HubStart?> TryOpenAsync(HubSettings settings, TimeProvider clock, TextWriter says, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(says);
        try
        {
            return await OpenAsync(settings, clock, ct);
        }
        catch (Exception cause) when (
            cause is KeySourceException or StorageException or PolicySetException or System.Data.Common.DbException)
        {
            await says.WriteLineAsync($"The hub does not start: {cause.Message}");
            return null;
        }
    }

    /// <summary>
    /// Packs a policy folder and signs it with the hub's own key, which also signs the shipped set. If the keys of a city are configured,
    /// the signature of the hub's own key is not trusted.
    /// </summary>
    /// <exception cref="PolicySetException">The set cannot be signed; every fault is named.</exception>
    public byte[] PackAsOwn(string folder, DateOnly expires) => PolicyBundle.Pack(folder, expires, Log.Identity.PolicySigner);

    // An older policy set may lack consent texts and rules on asking for consent. The hub then uses those in its own folder.
    private static void AssertConsentsCanBeAsked(ReleasePolicies policies)
    {
        List<string> faults = [];
        if (policies.ConsentWordings is null)
        {
            faults.Add(
                "the policy folder has no consent texts, so families cannot be asked under an earlier set without them; add them");
        }

        if (policies.ConsentRules is null)
        {
            faults.Add("the policy folder has no rules on asking for consent; take `consent-rules.json` into the manifest");
        }

        if (faults.Count > 0)
        {
            throw new PolicySetException(faults);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        InForce.Dispose();
        await Database.DisposeAsync();
        await Log.Heads.Anchor.DisposeAsync();
    }
}
