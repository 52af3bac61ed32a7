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
    /// Whose signatures on policy sets are accepted. If empty, the hub signs the set of <see cref="PolicyFolder"/> itself
    /// and sets it in force (ADR 0018).
    /// </summary>
    public IReadOnlyList<NoteVerifier> PolicySigners { get; init; } = [];

    /// <summary>
    /// The authority that runs the hub and decides for all which set is in force; if none is named, nobody can
    /// decide it on the pages (ADR 0020).
    /// </summary>
    public OperatingAuthority RunBy { get; init; } = OperatingAuthority.Unnamed;

    /// <summary>The addresses to which notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; init; } = NoticeHosts.None;

    /// <summary>The name under which the log signs, <c>host/tenant/audit</c>.</summary>
    public required string LogOrigin { get; init; }

    /// <summary>Where the root keys come from.</summary>
    public required IKeySource Keys { get; init; }
}

/// <summary>A hub node, opened and checked: what every use case is built from.</summary>
public sealed class HubStart : IAsyncDisposable
{
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

    /// <summary>Sealing, indexes and tokens with the root keys.</summary>
    public HubKeys Keys { get; }

    /// <summary>
    /// The policy folder as it was read at start: what the hub was shipped with. Decisions and texts use <see cref="InForce"/>.
    /// </summary>
    public ReleasePolicies Policies { get; }

    /// <summary>The secrecy rules in force, by which the hub decides and explains.</summary>
    public PoliciesInForce InForce { get; }

    /// <summary>The authority that runs the hub.</summary>
    public OperatingAuthority RunBy { get; }

    /// <summary>The addresses to which notices may be sent.</summary>
    public NoticeHosts NoticeHosts { get; private init; } = NoticeHosts.None;

    /// <summary>
    /// The key with which the hub signs its own calls. Its public half is published, so that a receiver can verify the caller.
    /// </summary>
    public SigningKey CallKey => Log.Identity.CallKey;

    /// <summary>The texts with which families are asked.</summary>
    public ConsentTexts Texts { get; }

    /// <summary>The log's writer.</summary>
    public LogWriter Log { get; }

    /// <summary>Changes of state with their entries.</summary>
    public LoggedChanges Changes { get; }

    /// <summary>The hub's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Opens a node in this order: keys, rules, database, the check that the stored log is sound, and the set in force.</summary>
    /// <exception cref="KeySourceException">The keys are unavailable.</exception>
    /// <exception cref="PolicySetException">The rules cannot be used for decisions.</exception>
    /// <exception cref="StorageException">The database cannot be used, or its log is not sound.</exception>
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

        return new HubStart(
            database, keys, policies, new ConsentTexts(inForce), log, changes, inForce, settings.RunBy, clock)
        {
            NoticeHosts = settings.NoticeHosts,
        };
    }

    /// <summary>
    /// Packs a policy folder, signed with the hub's own key, as the shipped set is. Where a city's keys are configured,
    /// this signature is not trusted.
    /// </summary>
    /// <exception cref="PolicySetException">The set cannot be signed; every fault is named.</exception>
    public byte[] PackAsOwn(string folder, DateOnly expires) => PolicyBundle.Pack(folder, expires, Log.Identity.PolicySigner);

    // Sets from before consent texts and rules were part of them use both from the hub's own folder.
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
    public ValueTask DisposeAsync()
    {
        InForce.Dispose();
        return Database.DisposeAsync();
    }
}
