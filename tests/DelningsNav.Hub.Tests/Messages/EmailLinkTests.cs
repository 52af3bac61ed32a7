using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Messages;

/// <summary>
/// Entering an address: nothing but a code is sent to it until the code has been entered, and nobody enters an address for another person.
/// </summary>
public sealed class EmailLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task An_address_is_on_when_the_code_that_was_sent_there_has_been_entered(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        var before = await links.ReadAsync(mother, Ct);

        var sent = await CodeAsync(hub, mother, "anna@example.se");
        var waiting = await links.ReadAsync(mother, Ct);
        var confirmed = await links.ConfirmAsync($" {sent.Code[..3]} {sent.Code[3..]} ", mother, Ct);
        var again = await links.ConfirmAsync(sent.Code, mother, Ct);

        Assert.IsType<EmailLinkState.None>(before);
        Assert.Equal("anna@example.se", Assert.IsType<EmailLinkState.AwaitsCode>(waiting).Address.Reveal());
        Assert.Equal([new ConfirmEmailOutcome.Confirmed(), new ConfirmEmailOutcome.Confirmed()], [confirmed, again]);
        Assert.Equal("anna@example.se", Assert.IsType<EmailLinkState.On>(await links.ReadAsync(mother, Ct)).Address.Reveal());
        Assert.IsType<EmailLinkState.None>(await links.ReadAsync(new Caller.Family(hub.Father), Ct));
    }

    [Fact]
    public void Only_a_person_has_a_mailbox()
    {
        Caller[] withoutMailbox = [new Caller.System(new ClientId(Guid.Empty), new StaffMemberId(Guid.Empty)), new Caller.Hub()];

        Assert.All(withoutMailbox, caller => Assert.Throws<ArgumentException>(() => EmailLinkId.Of(caller)));
    }

    [Fact]
    public async Task A_code_can_be_entered_in_Arabic_digits()
    {
        await using var hub = await TestHub.StartAsync();
        var mother = new Caller.Family(hub.Mother);
        var sent = await CodeAsync(hub, mother);

        var confirmed = await hub.Get<ManageEmailLink>()
            .ConfirmAsync(string.Concat(sent.Code.Select(digit => (char)('\u0660' + digit - '0'))), mother, Ct);

        Assert.IsType<ConfirmEmailOutcome.Confirmed>(confirmed);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task After_five_wrong_tries_a_code_is_refused_even_when_the_sixth_is_right(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        var sent = await CodeAsync(hub, mother);

        var tries = new List<ConfirmEmailOutcome>();
        for (var i = 0; i < EmailLink.MostTries; i++)
        {
            tries.Add(await links.ConfirmAsync(Another(sent.Code), mother, Ct));
        }

        Assert.Equal(
            [
                new ConfirmEmailOutcome.Wrong(4), new ConfirmEmailOutcome.Wrong(3), new ConfirmEmailOutcome.Wrong(2),
                new ConfirmEmailOutcome.Wrong(1), new ConfirmEmailOutcome.Over(),
            ],
            tries);
        Assert.IsType<ConfirmEmailOutcome.Over>(await links.ConfirmAsync(sent.Code, mother, Ct));
        Assert.IsType<ConfirmEmailOutcome.Confirmed>(await links.ConfirmAsync((await CodeAsync(hub, mother)).Code, mother, Ct));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("12345")]
    [InlineData("1234567")]
    public async Task Text_without_the_form_of_a_code_does_not_count_as_a_try(string? typed)
    {
        await using var hub = await TestHub.StartAsync();
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        var sent = await CodeAsync(hub, mother);

        var outcome = await links.ConfirmAsync(typed, mother, Ct);

        Assert.IsType<ConfirmEmailOutcome.Unreadable>(outcome);
        Assert.Equal(new ConfirmEmailOutcome.Wrong(EmailLink.MostTries - 1), await links.ConfirmAsync(Another(sent.Code), mother, Ct));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_simultaneous_tries_are_not_more_tries(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        var sent = await CodeAsync(hub, mother);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => links.ConfirmAsync(Another(sent.Code), mother, Ct))));

        Assert.InRange(outcomes.Count(o => o is ConfirmEmailOutcome.Wrong), 0, EmailLink.MostTries - 1);
        Assert.IsType<ConfirmEmailOutcome.Over>(await links.ConfirmAsync(sent.Code, mother, Ct));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task A_code_can_be_entered_for_an_hour(int seconds, bool counts)
    {
        await using var hub = await TestHub.StartAsync();
        var mother = new Caller.Family(hub.Mother);
        var sent = await CodeAsync(hub, mother);
        hub.Clock.Advance(EmailLink.CodeStands + TimeSpan.FromSeconds(seconds));

        var outcome = await hub.Get<ManageEmailLink>().ConfirmAsync(sent.Code, mother, Ct);

        Assert.Equal(counts, outcome is ConfirmEmailOutcome.Confirmed);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Another_code_or_another_address_replaces_the_earlier_one(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        var first = await CodeAsync(hub, mother, "anna@example.se");
        await links.ConfirmAsync(first.Code, mother, Ct);

        var other = await CodeAsync(hub, mother, "anna@example.com");
        var between = await links.ReadAsync(mother, Ct);
        var again = Assert.IsType<GiveEmailOutcome.SendCode>(await links.SendAgainAsync("sv", mother, Ct));

        Assert.IsType<EmailLinkState.AwaitsCode>(between);
        Assert.Equal("anna@example.com", again.Address.Reveal());
        if (other.Code != again.Code)
        {
            Assert.IsType<ConfirmEmailOutcome.Wrong>(await links.ConfirmAsync(other.Code, mother, Ct));
        }

        Assert.IsType<ConfirmEmailOutcome.Confirmed>(await links.ConfirmAsync(again.Code, mother, Ct));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_person_is_sent_ten_codes_a_day_for_any_addresses_and_also_after_deleting_the_address(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        for (var i = 0; i < EmailLink.MostCodes; i++)
        {
            await CodeAsync(hub, mother, $"anna{i}@example.se");
        }

        await links.RemoveAsync(mother, Ct);
        var tooMany = await links.GiveAsync("anna@example.se", "sv", mother, Ct);
        var ofAnother = await links.GiveAsync("erik@example.se", "sv", new Caller.Family(hub.Father), Ct);
        hub.Clock.Advance(EmailLink.CodesAreCountedFor);

        Assert.IsType<GiveEmailOutcome.TooMany>(tooMany);
        Assert.IsType<GiveEmailOutcome.SendCode>(ofAnother);
        Assert.IsType<GiveEmailOutcome.SendCode>(await links.GiveAsync("anna@example.se", "sv", mother, Ct));
    }

    [Theory]
    [InlineData(SecurityMarking.Sekretessmarkering)]
    [InlineData(SecurityMarking.SkyddadFolkbokforing)]
    [InlineData(SecurityMarking.Unknown)]
    public async Task A_person_whose_identity_is_or_may_be_protected_cannot_enter_an_address(SecurityMarking marking)
    {
        await using var hub = await TestHub.StartAsync();
        var person = new Caller.Family(await hub.PersonAsync(30, marking: marking));

        var outcome = await hub.Get<ManageEmailLink>().GiveAsync("kim@example.se", "sv", person, Ct);

        Assert.IsType<GiveEmailOutcome.NotOffered>(outcome);
        Assert.IsType<EmailLinkState.NotOffered>(await hub.Get<ManageEmailLink>().ReadAsync(person, Ct));
        await using var db = hub.Db();
        Assert.Empty(await db.EmailLinks.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_database_contains_neither_address_nor_code_in_plain_text()
    {
        await using var hub = await TestHub.StartAsync();
        var mother = new Caller.Family(hub.Mother);

        var sent = await CodeAsync(hub, mother, "anna@example.se");

        await using var db = hub.Db();
        var link = await db.EmailLinks.SingleAsync(Ct);
        Assert.All([link.SealedAddress!, link.SealedCode!], kept =>
        {
            Assert.DoesNotContain("anna", System.Text.Encoding.Latin1.GetString(kept), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(sent.Code, System.Text.Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_deleted_address_is_stored_nowhere(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        await links.ConfirmAsync((await CodeAsync(hub, mother)).Code, mother, Ct);

        await links.RemoveAsync(mother, Ct);

        Assert.IsType<EmailLinkState.None>(await links.ReadAsync(mother, Ct));
        await using var db = hub.Db();
        var link = await db.EmailLinks.SingleAsync(Ct);
        Assert.Equal((null, null, null), (link.SealedAddress, link.SealedCode, link.ConfirmedAt));
    }

    [Theory]
    [InlineData("anna")]
    [InlineData(null)]
    public async Task Text_that_is_not_an_address_is_sent_no_code_and_an_earlier_address_remains(string? typed)
    {
        await using var hub = await TestHub.StartAsync();
        var (links, mother) = (hub.Get<ManageEmailLink>(), new Caller.Family(hub.Mother));
        await links.ConfirmAsync((await CodeAsync(hub, mother)).Code, mother, Ct);

        Assert.IsType<GiveEmailOutcome.Invalid>(await links.GiveAsync(typed, "sv", mother, Ct));
        Assert.IsType<EmailLinkState.On>(await links.ReadAsync(mother, Ct));
    }

    private static async Task<GiveEmailOutcome.SendCode> CodeAsync(TestHub hub, Caller owner, string address = "anna@example.se") =>
        Assert.IsType<GiveEmailOutcome.SendCode>(await hub.Get<ManageEmailLink>().GiveAsync(address, "sv", owner, Ct));

    private static string Another(string code) => code == "000000" ? "000001" : "000000";
}
