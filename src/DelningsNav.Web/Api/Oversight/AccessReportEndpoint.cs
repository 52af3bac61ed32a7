using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Oversight;

/// <summary>Calls of systems to <see cref="SearchLog"/>, for one person at a time.</summary>
internal static class AccessReportEndpoint
{
    // The family's answers are private to the family. A system of the party that asked does not get them either (docs/consent-life.md).
    private static readonly string[] Kinds =
    [
        .. EntryKinds.All.Where(
            kind => kind is not (EntryKinds.ConsentAnswered or EntryKinds.ConsentSigned or EntryKinds.ConsentRefused
                or EntryKinds.ConsentAnswerStated)),
    ];

    /// <summary>Maps the endpoint.</summary>
    public static void MapAccessReports(this RouteGroupBuilder api) =>
        api.MapGet("/access-reports/{personId:guid}", ReadAsync)
            .ForSystems(Operations.ReadOversight)
            .ForStaff(ClientRole.Registrator)
            .WithName("ReadAccessReport")
            .WithTags("Oversight")
            .WithSummary("Lists the log entries about a person, within what your authority did or holds.")
            .WithDescription(
                "`staff` names a registrator of your branch, for whom your system reads. The newest entry comes first, fifty at a time; "
                + "use `before` for the next page. The reading is logged. An unknown person and a person without entries of your "
                + "authority get the same empty list.")
            .Gives<AccessReportBody>(StatusCodes.Status200OK, """
                { "person": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be001", "total": 2, "next": null, "entries": [
                  { "index": 413, "at": "2026-03-02T09:15:04Z", "kind": "decided", "verdict": "release", "actor": { "kind": "staff",
                    "name": "Farid Familj", "unit": "SST Järva", "role": "Familjebehandlare" },
                    "caseNumber": "SST 2026/1", "recordTypes": ["franvaro"] } ] }
                """)
            .Fails(Problems.NotARegistrator, Problems.BadRequest);

    private static async Task<IResult> ReadAsync(
        Guid personId, Guid staff, SignedCall call, SearchLog search, CancellationToken ct, long? before = null)
    {
        var filter = new LogFilter { Person = new PersonId(personId), Kinds = Kinds };
        return await search.HandleAsync(filter, new LogPlace(before), call.By(staff), ct) switch
        {
            SearchOutcome.Found found => WireAnswer.Ok(AccessReportBody.Of(personId, found.Page), WireJson.Strict.AccessReportBody),
            SearchOutcome.NotARegistrator => Problems.NotARegistrator.Say(),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>The log entries about a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="Total">How many entries there are in all. A number above 10,000 is given as 10,000.</param>
/// <param name="Next">The value to send as <c>before</c> for the next page, if there is one.</param>
/// <param name="Entries">The entries, the newest first.</param>
internal sealed record AccessReportBody(Guid Person, int Total, long? Next, IReadOnlyList<AccessEntryBody> Entries)
{
    /// <summary>The wire form of a page of the log.</summary>
    public static AccessReportBody Of(Guid person, LogPage page) => new(
        person, Math.Min(page.Count, SearchLog.CountedTo), page.Later?.Beyond, [.. page.Lines.Select(AccessEntryBody.Of)]);
}

/// <summary>One entry of the log about a person.</summary>
/// <param name="Index">The index of the entry in the log.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Verdict">The verdict, if it was a decision.</param>
/// <param name="Actor">Who acted; missing when the entry's readable part is erased.</param>
/// <param name="CaseNumber">The diarienummer of the case, if the entry has one.</param>
/// <param name="RecordTypes">The record types that the entry is about.</param>
internal sealed record AccessEntryBody(
    long Index, DateTimeOffset At, string Kind, string? Verdict, AccessActorBody? Actor, string? CaseNumber,
    IReadOnlyList<string> RecordTypes)
{
    /// <summary>The wire form of an entry.</summary>
    public static AccessEntryBody Of(LogLine line) => new(
        line.Index,
        line.At,
        line.Kind,
        OrNull(line.Verdict),
        line.Actor is { } actor ? new AccessActorBody(actor.Kind, actor.Name, OrNull(actor.Unit), OrNull(actor.Role)) : null,
        OrNull(line.CaseNumber),
        line.RecordTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>Who acted.</summary>
/// <param name="Kind"><c>staff</c>, <c>client</c>, <c>person</c> or <c>hub</c>.</param>
/// <param name="Name">The name at that time. For a family member, only the capacity in which they acted.</param>
/// <param name="Unit">The workplace.</param>
/// <param name="Role">The role.</param>
internal sealed record AccessActorBody(string Kind, string Name, string? Unit, string? Role);
