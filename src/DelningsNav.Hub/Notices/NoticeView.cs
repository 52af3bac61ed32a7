using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>A notice as the notified party reads it.</summary>
public sealed record NoticeView
{
    /// <summary>The notice.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>The case that the consent belongs to.</summary>
    public required CaseId Case { get; init; }

    /// <summary>The holder's branch.</summary>
    public required BranchId Discloser { get; init; }

    /// <summary>The recipient's branch.</summary>
    public required BranchId Recipient { get; init; }

    /// <summary>The recipient's promise about how long it stores the records that it received.</summary>
    public required RetentionPromiseText Promise { get; init; }

    /// <summary>The records that were released under the consent before it ended, oldest first. These releases remain lawful.</summary>
    public required IReadOnlyList<ReleasedOnConsent> Released { get; init; }
}

internal static class NoticeViews
{
    /// <summary>The notices with their context, in the given order.</summary>
    public static async Task<IReadOnlyList<NoticeView>> ReadAsync(
        HubDbContext db, PoliciesForDisplay spoken, IReadOnlyList<ConsentNotice> notices, CancellationToken ct)
    {
        var ids = notices.Select(n => n.Consent).Distinct().ToList();
        var consents = await db.Consents.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var released = await ReleasedOnConsent.ReadAsync(db, ids, ct);
        return [.. notices.Select(notice => Of(notice, consents[notice.Consent], spoken, [.. released[notice.Consent]]))];
    }

    private static NoticeView Of(
        ConsentNotice notice, Consent consent, PoliciesForDisplay spoken, IReadOnlyList<ReleasedOnConsent> released) => new()
        {
            Notice = notice,
            Case = consent.Case,
            Discloser = consent.Discloser,
            Recipient = consent.Recipient,
            Promise = RetentionPromiseText.Of(spoken, consent.RetentionPromise),
            Released = released,
        };
}
