using System.Globalization;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Messages;

/// <summary>The status of a person's link by e-mail.</summary>
public abstract record EmailLinkState
{
    private EmailLinkState() { }

    /// <summary>The person has no link by e-mail.</summary>
    public sealed record None : EmailLinkState;

    /// <summary>A code was sent to the address, and the person must enter it.</summary>
    public sealed record AwaitsCode(EmailAddress Address) : EmailLinkState;

    /// <summary>Links are sent to the address.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="Fails">Whether the last few links could not be sent.</param>
    public sealed record On(EmailAddress Address, bool Fails) : EmailLinkState;

    /// <summary>The person has a protected identity, and is never sent e-mail.</summary>
    public sealed record NotOffered : EmailLinkState;
}

/// <summary>How entering an address ended.</summary>
public abstract record GiveEmailOutcome
{
    private GiveEmailOutcome() { }

    /// <summary>The caller must send this code to the address.</summary>
    public sealed record SendCode(EmailAddress Address, string Code) : GiveEmailOutcome;

    /// <summary>The text is not an e-mail address.</summary>
    public sealed record Invalid : GiveEmailOutcome;

    /// <summary>The greatest number of codes for one day has already been sent to the person.</summary>
    public sealed record TooMany : GiveEmailOutcome;

    /// <summary>The person has a protected identity, or there is no address to which another code could be sent.</summary>
    public sealed record NotOffered : GiveEmailOutcome;
}

/// <summary>How entering a code ended.</summary>
public abstract record ConfirmEmailOutcome
{
    private ConfirmEmailOutcome() { }

    /// <summary>Links are sent from now on.</summary>
    public sealed record Confirmed : ConfirmEmailOutcome;

    /// <summary>The text does not have the form of a code. It does not count as a try.</summary>
    public sealed record Unreadable : ConfirmEmailOutcome;

    /// <summary>The code is wrong.</summary>
    /// <param name="Left">How many tries are left.</param>
    public sealed record Wrong(int Left) : ConfirmEmailOutcome;

    /// <summary>No code is accepted any more, because the code has expired or was tried too often.</summary>
    public sealed record Over : ConfirmEmailOutcome;
}

/// <summary>
/// Manages the link by e-mail of a guardian, pupil or member of staff. The person enters an address, confirms with a code that mail arrives
/// there, and can delete the address (ADR 0029).
/// </summary>
/// <remarks>
/// Nobody else enters an address for a person, and only a code is sent to an address that is not confirmed. Therefore a mistyped address
/// reveals to a stranger only that somebody mistyped it. The link gives no access to a child's matters. Therefore the audit log contains
/// nothing about it.
/// </remarks>
public sealed class ManageEmailLink(HubDatabase database, HubKeys keys, TimeProvider clock)
{
    /// <summary>The status of the owner's link.</summary>
    public async Task<EmailLinkState> ReadAsync(Caller owner, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await IsProtectedAsync(db, owner, ct))
        {
            return new EmailLinkState.NotOffered();
        }

        var link = await FindAsync(db, owner, ct);
        return link?.AddressWith(keys) is not { } address ? new EmailLinkState.None()
            : link.ConfirmedAt is null ? new EmailLinkState.AwaitsCode(address)
            : new EmailLinkState.On(address, link.Failures >= EmailLink.FailingFrom);
    }

    /// <summary>Enters an address, which replaces an earlier address. The caller must send the code.</summary>
    /// <param name="typed">The address as it was typed.</param>
    /// <param name="language">The language that the person reads now.</param>
    /// <param name="owner">The person whose address it is.</param>
    /// <param name="ct">Cancels the call.</param>
    public async Task<GiveEmailOutcome> GiveAsync(string? typed, string language, Caller owner, CancellationToken ct) =>
        EmailAddress.TryParse(typed, out var address) ? await SendAsync(address, language, owner, ct) : new GiveEmailOutcome.Invalid();

    /// <summary>Creates another code for the unconfirmed address. The earlier code is no longer accepted.</summary>
    public async Task<GiveEmailOutcome> SendAgainAsync(string language, Caller owner, CancellationToken ct) =>
        await ReadAsync(owner, ct) is EmailLinkState.AwaitsCode waiting
            ? await SendAsync(waiting.Address, language, owner, ct)
            : new GiveEmailOutcome.NotOffered();

    /// <summary>Enters the code that arrived. Entering the code again after it was accepted also succeeds.</summary>
    public async Task<ConfirmEmailOutcome> ConfirmAsync(string? typed, Caller owner, CancellationToken ct)
    {
        var code = Digits(typed);
        if (code.Length != EmailLink.CodeLength)
        {
            return new ConfirmEmailOutcome.Unreadable();
        }

        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        var id = EmailLinkId.Of(owner);

        // A try is counted before the code is compared, so that simultaneous calls do not get more tries.
        var counted = await db.EmailLinks.Where(l => l.Id == id && l.SealedCode != null && l.Tries < EmailLink.MostTries)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Tries, l => l.Tries + 1), ct);
        var link = await db.EmailLinks.SingleOrDefaultAsync(l => l.Id == id, ct);
        if (link?.ConfirmedAt is not null)
        {
            return new ConfirmEmailOutcome.Confirmed();
        }

        if (counted == 0 || link is null || now >= link.CodeAt + EmailLink.CodeStands)
        {
            return new ConfirmEmailOutcome.Over();
        }

        if (!link.IsCode(code, keys))
        {
            return link.Tries < EmailLink.MostTries
                ? new ConfirmEmailOutcome.Wrong(EmailLink.MostTries - link.Tries)
                : new ConfirmEmailOutcome.Over();
        }

        link.Confirm(now);
        await db.SaveChangesAsync(ct);
        return new ConfirmEmailOutcome.Confirmed();
    }

    /// <summary>Deletes the address. If there is no address, nothing happens.</summary>
    public async Task RemoveAsync(Caller owner, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        var id = EmailLinkId.Of(owner);
        if (await db.EmailLinks.SingleOrDefaultAsync(l => l.Id == id, ct) is { } link)
        {
            link.Forget();
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task<GiveEmailOutcome> SendAsync(EmailAddress address, string language, Caller owner, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        if (await IsProtectedAsync(db, owner, ct))
        {
            return new GiveEmailOutcome.NotOffered();
        }

        var id = EmailLinkId.Of(owner);
        await InsertOnceAsync(id, owner is Caller.Staff, now, ct);
        if (!await CountCodeAsync(db, id, now, ct))
        {
            return new GiveEmailOutcome.TooMany();
        }

        var link = await db.EmailLinks.SingleAsync(l => l.Id == id, ct);
        var code = link.Await(address, language, keys, now);
        await db.SaveChangesAsync(ct);
        return new GiveEmailOutcome.SendCode(address, code);
    }

    // The codes are counted in the database, so that simultaneous calls do not get more codes.
    private static async Task<bool> CountCodeAsync(HubDbContext db, EmailLinkId id, DateTimeOffset now, CancellationToken ct)
    {
        var counted = now - EmailLink.CodesAreCountedFor;
        return await db.EmailLinks.Where(l => l.Id == id && l.CodesFrom <= counted)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Codes, 1).SetProperty(l => l.CodesFrom, now), ct) == 1
            || await db.EmailLinks.Where(l => l.Id == id && l.Codes < EmailLink.MostCodes)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Codes, l => l.Codes + 1), ct) == 1;
    }

    private async Task InsertOnceAsync(EmailLinkId id, bool ofStaff, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            INSERT INTO email_links (id, {(ofStaff ? "staff" : "person")}_id, language, tries, codes, codes_from, next_from, failures)
            VALUES (@id, @id, '', 0, 0, @now, @now, 0) ON CONFLICT DO NOTHING
            """;
        await command.With("@id", id.Value).With("@now", now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> IsProtectedAsync(HubDbContext db, Caller owner, CancellationToken ct) =>
        owner is Caller.Family family && !await db.People.AnyAsync(p => p.Id == family.Id && p.Marking == SecurityMarking.None, ct);

    private static Task<EmailLink?> FindAsync(HubDbContext db, Caller owner, CancellationToken ct)
    {
        var id = EmailLinkId.Of(owner);
        return db.EmailLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
    }

    // People write codes with spaces and in the digits of their own script.
    private static string Digits(string? typed) =>
        string.Concat((typed ?? "").Where(c => char.IsDigit(c)).Select(c => CharUnicodeInfo.GetDecimalDigitValue(c)));
}
