using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Asking;

/// <summary>The denials that staff ask the family about.</summary>
public sealed record DenialAsk
{
    /// <summary>The request that was denied.</summary>
    public required RequestId Request { get; init; }

    /// <summary>
    /// The tokens of the denials that a consent would lift (<see cref="WayToOpen.Consent"/>), with one token for each record type to ask
    /// for.
    /// </summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The first moment at which the consent will have expired. If null, the usual time applies.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>A message from staff to the family, at most 1,000 characters.</summary>
    public FreeText Message { get; init; } = FreeText.None;

    /// <summary>The child's opinion. It is required when the child is heard and does not sign.</summary>
    public FreeText ChildsView { get; init; } = FreeText.None;
}

/// <summary>
/// Asks the family in one step for exactly the consent that a denied request was missing, with the same case, purpose, holder, recipient
/// and types.
/// </summary>
/// <remarks>
/// Everything that follows from the denial is read from the denial and never taken from the caller. The tokens prove that the caller has
/// read the denial (ADR 0024).
/// </remarks>
public sealed class AskAfterDenial(HubDatabase database, HubKeys keys, PoliciesInForce inForce, AskForConsent ask, TimeProvider clock)
{
    /// <summary>
    /// Finds the denials that have the tokens, and asks the family. The request is decided again when the family has answered.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nobody was asked.</exception>
    public async Task<AskOutcome> HandleAsync(DenialAsk denied, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(denied);
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = database.NewContext();
        var staff = await KnownStaff.FindAsync(db, caller, today, ct);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == denied.Request, ct);
        if (staff is null || request is null || request.Recipient != staff.Branch.Id
            || !await InnerSecrecy.SeesAsync(db, staff, request.Child, ct))
        {
            return new AskOutcome.NotYourCase();
        }

        var denials = await DenialsAsync(db, request, now, ct);
        if (FaultsOf(denied.Tokens, denials) is { Count: > 0 } faults)
        {
            return new AskOutcome.Invalid(faults);
        }

        var (from, to) = AskForConsent.UsualWindow(request.PeriodFrom, request.PeriodTo, today);
        return await ask.HandleAsync(
            new ConsentAsk
            {
                Case = request.Case,
                Scopes = [new ConsentScope(request.Holder, [.. denied.Tokens.Distinct().Select(token => denials[token])])],
                DataFrom = from,
                DataTo = to,
                ValidUntil = denied.ValidUntil ?? SwedishTime.StartOf(AskForConsent.UsualLastDay(today).AddDays(1)),
                Message = denied.Message,
                ChildsView = denied.ChildsView,
                After = request.Id,
            },
            caller,
            ct);
    }

    /// <summary>The record types for which the request is denied now and which a consent would open, by their tokens.</summary>
    private async Task<Dictionary<string, RecordTypeCode>> DenialsAsync(
        HubDbContext db, InformationRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == request.Id).OrderByDescending(d => d.LogIndex)
            .ToListAsync(ct);
        var ways = await WaysToOpen.ReadAsync(db, keys, (await inForce.ConsentRulesAsync(ct)).Rules, request.Id, now, ct);
        return request.RecordTypes
            .SelectMany(type => TypeView.Of(type, decisions.FindAll(d => d.RecordType == type), ways).Opens)
            .OfType<WayToOpen.Consent>()
            .DistinctBy(way => way.Token)
            .ToDictionary(way => way.Token, way => way.RecordType, StringComparer.Ordinal);
    }

    private static List<Fault> FaultsOf(IReadOnlyList<string> tokens, Dictionary<string, RecordTypeCode> denials)
    {
        var faults = new List<Fault>();
        if (tokens.Count == 0)
        {
            faults.Add(new("tokens", "no-tokens", "give the token of each denial to ask the family about"));
        }

        if (!tokens.All(denials.ContainsKey))
        {
            faults.Add(new(
                "tokens", "unknown-token",
                "a token does not belong to a denial of this request that consent would lift now; read the request again"));
        }

        return faults;
    }
}
