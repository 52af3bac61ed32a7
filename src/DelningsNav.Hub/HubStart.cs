using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub;

/// <summary>Where a hub node finds what it runs on.</summary>
public sealed record HubSettings
{
    /// <summary>The database.</summary>
    public required StorageEngine Engine { get; init; }

    /// <summary>How to reach it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The folder with the policy set that the hub was shipped with: the secrecy rules, and the texts that families sign.</summary>
    public required string PolicyFolder { get; init; }

    /// <summary>Whose signatures under policy sets count. Empty: the hub signs the set of <see cref="PolicyFolder"/> itself and puts it in force (ADR 0018).</summary>
    public IReadOnlyList<NoteVerifier> PolicySigners { get; init; } = [];

    /// <summary>The authority that runs the hub and decides for all which set is in force; unnamed, nobody decides that by the pages (ADR 0020).</summary>
    public OperatingAuthority RunBy { get; init; } = OperatingAuthority.Unnamed;

    /// <summary>Where notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; init; } = NoticeHosts.None;

    /// <summary>The name that the log signs under, <c>host/tenant/audit</c>.</summary>
    public required string LogOrigin { get; init; }

    /// <summary>Where the root keys come from.</summary>
    public required IKeySource Keys { get; init; }
}

/// <summary>A hub node, opened and proven sound: what every use case is made of.</summary>
public sealed class HubStart : IAsyncDisposable
{
    private HubStart(
        HubDatabase database, HubKeys keys, ReleasePolicies policies, ConsentTexts texts, LogWriter log, LoggedChanges changes, PoliciesInForce inForce,
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

    /// <summary>The database, its schema up to date.</summary>
    public HubDatabase Database { get; }

    /// <summary>The root keys at work.</summary>
    public HubKeys Keys { get; }

    /// <summary>The policy folder as it was read at start: what the hub was shipped with. What decides and speaks is <see cref="InForce"/>.</summary>
    public ReleasePolicies Policies { get; }

    /// <summary>The secrecy rules that decide, and by whose words everything speaks.</summary>
    public PoliciesInForce InForce { get; }

    /// <summary>The authority that runs the hub.</summary>
    public OperatingAuthority RunBy { get; }

    /// <summary>Where notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; private init; } = NoticeHosts.None;

    /// <summary>What the hub signs its own calls with. Its public half is published, so that those who are called can tell who calls.</summary>
    public SigningKey CallKey => Log.Identity.CallKey;

    /// <summary>The texts that families are asked with.</summary>
    public ConsentTexts Texts { get; }

    /// <summary>The log's writer.</summary>
    public LogWriter Log { get; }

    /// <summary>Changes of state with their entries.</summary>
    public LoggedChanges Changes { get; }

    /// <summary>The hub's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Opens a node in this order: keys, rules, database, the proof that what it holds is sound, and the set in force.</summary>
    /// <exception cref="KeySourceException">The keys cannot be had.</exception>
    /// <exception cref="PolicySetException">The rules are not fit to decide by.</exception>
    /// <exception cref="StorageException">The database is not one to run on, or its log is not sound.</exception>
    public static async Task<HubStart> OpenAsync(HubSettings settings, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var keys = new HubKeys(await settings.Keys.ReadAsync(ct));
        var policies = ReleasePolicies.Load(settings.PolicyFolder);
        AssertConsentsCanBeAsked(policies);
        var database = await HubDatabase.OpenAsync(settings.Engine, settings.ConnectionString, clock, ct);
        await LogSoundness.AssertAsync(database, ct);
        var log = new LogWriter(database, keys, new LogIdentity(settings.LogOrigin, keys), clock);
        var changes = new LoggedChanges(database, log);
        var own = log.Identity.PolicySigner;
        var policyKeys = new PolicyKeys(settings.PolicySigners.Count > 0 ? settings.PolicySigners : [own.Verifier], own);
        var inForce = new PoliciesInForce(changes, policyKeys, policies, clock);
        if (settings.PolicySigners.Count == 0)
        {
            await ShippedPolicySet.PutInForceAsync(settings.PolicyFolder, policies, changes, inForce, policyKeys, clock, ct);
        }

        return new HubStart(database, keys, policies, new ConsentTexts(inForce), log, changes, inForce, settings.RunBy, clock) { NoticeHosts = settings.NoticeHosts };
    }

    /// <summary>Packs a policy folder, signed with the hub's own key as the set that it was shipped with is. Where a city's keys are configured, nobody trusts it.</summary>
    /// <exception cref="PolicySetException">The set is not fit to be signed; every fault is named.</exception>
    public byte[] PackAsOwn(string folder, DateOnly expires) => PolicyBundle.Pack(folder, expires, Log.Identity.PolicySigner);

    // Sets from before consent texts and rules belonged to them leave both to the hub's own folder.
    private static void AssertConsentsCanBeAsked(ReleasePolicies policies)
    {
        List<string> faults = [];
        if (policies.ConsentWordings is null)
        {
            faults.Add("the policy folder has no consent texts: families could be asked nothing under an earlier set without them");
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
    public ValueTask DisposeAsync()
    {
        InForce.Dispose();
        return Database.DisposeAsync();
    }
}
