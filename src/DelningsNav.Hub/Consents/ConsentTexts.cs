using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>
/// The texts that families answer. They are the texts of the policy set in force, filled with the terms of a consent (ADR 0021).
/// </summary>
/// <remarks>
/// A person signs the filled text. The signature has the text's version, language and SHA-256, and the text itself is stored.
/// </remarks>
public sealed class ConsentTexts(PoliciesInForce inForce)
{
    /// <summary>The exact text for one consent in a language, or in Swedish when the set has no text in that language.</summary>
    /// <remarks>
    /// The set in force is read through the caller's unit of work, so that, within a change, the text belongs to the policy set that the
    /// change's log entry names.
    /// </remarks>
    public async Task<ShownText> RenderAsync(HubDbContext db, Consent consent, string language, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(consent);
        var spoken = await inForce.ForDisplayAsync(db, ct);
        var wording = spoken.ConsentWordings.In(language);
        var text = wording.Fill(await TermsAsync(db, consent, ct), spoken.Policies.RecordTypes);
        return new ShownText(
            spoken.ConsentWordings.Version, wording.Language, HashOf(text), text);
    }

    /// <summary>The SHA-256 of a text, in lower-case hexadecimal.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<ConsentTerms> TermsAsync(HubDbContext db, Consent consent, CancellationToken ct)
    {
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == consent.Child, ct);
        var parties = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where branch.Id == consent.Discloser || branch.Id == consent.Recipient
            select new { branch.Id, Name = authority.Name + " (" + branch.Name + ")" }).ToDictionaryAsync(b => b.Id, b => b.Name, ct);
        return new ConsentTerms
        {
            Child = child.Name,
            Discloser = parties[consent.Discloser],
            Recipient = parties[consent.Recipient],
            RecordTypes = consent.RecordTypes,
            Support = consent.Purpose == Cases.Case.PurposeOf(Cases.CaseKind.SstPlus) ? "SST+" : "SST",
            From = consent.DataFrom,
            To = consent.DataTo,
            LastDay = SwedishTime.LastDayBefore(consent.ValidUntil),
            Uses = consent.Uses.Code,
            Times = consent.Uses.AtMost ?? 0,
            RetentionPromise = consent.RetentionPromise,
        };
    }
}
