using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>Somebody reads the whole database and has no key file (ADR 0046).</summary>
public sealed partial class AtRestTests
{
    private const string Content = "Betyg: godkänt i allt";

    /// <summary>What the people of the hub have written, one text for each field.</summary>
    private static readonly Dictionary<string, string> Written = new(StringComparer.Ordinal)
    {
        ["given name"] = "Nora",
        ["family name"] = "Testsson",
        ["message to the family"] = "Vi vill gärna höra vad ni tycker.",
        ["child's view"] = "Jag vill att läraren får veta.",
        ["why the usual rule is not applied"] = "Hon förstår vad frågan gäller.",
        ["request's reason"] = "Kartläggning av skolfrånvaro",
        ["reasons of an assessment"] = "Ingen lider men av detta.",
        ["conditions"] = "Får bara läsas i teamet.",
        ["reason of a holder's block"] = "Kan skada utredningen.",
        ["reason of lifting it"] = "Utredningen är klar.",
        ["reason of a guardian's block"] = "Kontakt skadar barnet.",
        ["title of a record"] = "Betyg årskurs sju",
        ["how a signer was identified"] = "Visade körkort",
        ["why a signer did not sign in"] = "Har ingen e-legitimation",
        ["content"] = Content,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_text_name_answer_or_birth_date_is_in_any_column(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await LiveAsync(hub);
        var born = (await PersonAsync(hub, hub.Child)).BirthDate.ToString("O", CultureInfo.InvariantCulture);

        var found = new List<string>();
        foreach (var (place, value) in await ValuesAsync(hub))
        {
            found.AddRange(Written.Where(text => Holds(value, text.Value)).Select(text => $"{place}: {text.Key}"));
            found.AddRange(Holds(value, born) ? [$"{place}: birth date"] : []);
            found.AddRange(IsAnswer(place, value) ? [$"{place}: an answer"] : []);
        }

        Assert.Empty(found.Distinct());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_hash_that_a_reader_could_try_guesses_against_is_in_any_column(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await LiveAsync(hub);
        string[] guesses =
        [
            Hash(Encoding.UTF8.GetBytes(Content)), (await hub.TextAsync(consent)).Hash, Hash(RecordedSteps.Pdf),
        ];

        var values = await ValuesAsync(hub);

        Assert.Empty(
            from value in values
            from guess in guesses
            where Holds(value.Value, guess) || value.Value.AsSpan().IndexOf(Convert.FromHexString(guess)) >= 0
            select value.Place);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_search_finds_what_is_there(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE staff_members SET name = {Written["title of a record"]} WHERE id = {hub.Rektor.Value}", Ct);

        var values = await ValuesAsync(hub);

        Assert.Contains(values, value => value.Place == "staff_members.name" && Holds(value.Value, Written["title of a record"]));
        Assert.Contains("persons.sealed_given_name", values.Select(value => value.Place));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_and_a_no_have_the_same_length_and_the_same_answer_twice_is_stored_as_two_values(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.AnswerAsync(await hub.AskForConsentAsync("iup"), hub.Mother, ConsentAnswer.No);

        await using var db = hub.Db();
        var consents = await db.Consents.ToListAsync(Ct);
        var answers = consents.SelectMany(c => c.Signatures).Select(s => s.SealedAnswer).OfType<byte[]>().ToList();

        Assert.Equal(3, answers.Count);
        Assert.Single(answers.Select(a => a.Length).Distinct());
        Assert.Equal(3, answers.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_is_sealed_for_one_person_or_column_opens_for_no_other(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (nora, mother) = (await PersonAsync(hub, hub.Child), await PersonAsync(hub, hub.Mother));
        var (key, id) = (nora.Key.Key, hub.Child.Value);

        Assert.Equal(nora.GivenName, key.Open(nora.SealedGivenName, "given-name", id));
        Assert.ThrowsAny<CryptographicException>(() => key.Open(nora.SealedGivenName, "family-name", id));
        Assert.ThrowsAny<CryptographicException>(() => key.Open(nora.SealedGivenName, "given-name", hub.Mother.Value));
        Assert.ThrowsAny<CryptographicException>(() => mother.Key.Key.Open(nora.SealedGivenName, "given-name", id));
        Assert.ThrowsAny<CryptographicException>(() => DataKey.Of(hub.Start.Keys, mother.Key.Wrapped, hub.Child));
        Assert.ThrowsAny<CryptographicException>(() => DataKey.Of(new HubKeys(RootKeys.Create(), hub.Clock), nora.Key.Wrapped, hub.Child));
        Assert.NotEqual(key.DigestOf(Content), mother.Key.Key.DigestOf(Content));
    }

    [Theory]
    [InlineData("UPDATE person_keys SET wrapped = {0}")]
    [InlineData("DELETE FROM person_keys")]
    public async Task A_key_of_a_person_that_is_changed_or_deleted_releases_nothing(string change)
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", Ct);
            await db.Database.ExecuteSqlRawAsync(change, [new byte[] { 1, 2, 3 }], Ct);
        }

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));

        Assert.Contains(hub.Start.Log.StateAlarms.All, alarm => alarm.Contains("sealed value", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_threat_model_says_of_every_column_whether_it_is_sealed_or_why_not(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var rows = File.ReadLines(Path.Combine(TestHub.Root, "docs/threat-model.md"))
            .SkipWhile(line => line != "## What a reader of the database learns").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => TableRow().Match(line)).Where(match => match.Success).ToList();

        var named = rows.SelectMany(row => Sealed(row).Concat(Clear(row)).Select(column => $"{row.Groups[1].Value}.{column}")).ToList();

        Assert.Equal(await SchemaColumns.OfAsync(hub), named.Order(StringComparer.Ordinal));
        Assert.All(rows.SelectMany(Sealed), column => Assert.Matches(SealedOrKeyed(), column));
        Assert.All(rows.SelectMany(Clear), column => Assert.DoesNotMatch("sealed|wrapped", column));
        Assert.All(rows, row => Assert.True(row.Groups[3].Value.Length > 3, $"{row.Groups[1].Value} does not say why"));
    }

    // One case in which every field is written once.
    private static async Task<ConsentId> LiveAsync(TestHub hub)
    {
        var (staff, rektor) = ((Caller)new Caller.Staff(hub.Familjebehandlare), new Caller.Staff(hub.Rektor));
        await hub.Get<MaintainRegister>().BlockGuardianAsync(
            hub.Child, await hub.PersonAsync(40), Written["reason of a guardian's block"], "SN 2026/3", hub.Today.AddDays(9), Actor.Hub,
            Ct);
        Assert.IsType<DepositOutcome.Deposited>(await hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of("betyg"),
                Title = DepositRecord.Title.Read(Written["title of a record"]),
                Reference = DepositRecord.Reference.Read("ref-9"),
                PeriodFrom = hub.Today.AddDays(-9),
                PeriodTo = hub.Today,
                MediaType = "text/plain",
                Mentions = Mentioned.Nobody,
                Content = Encoding.UTF8.GetBytes(Content),
            },
            rektor,
            Ct));
        var asked = Assert.IsType<AskOutcome.Asked>(await hub.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = hub.Case,
                Scopes = [new ConsentScope(hub.School, [TestTypes.Of("betyg")])],
                DataFrom = hub.Today.AddDays(-400),
                DataTo = hub.Today.AddDays(100),
                ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
                Message = AskForConsent.Message.Read(Written["message to the family"]),
                ChildsView = AskForConsent.ChildsView.Read(Written["child's view"]),
            },
            staff,
            Ct));
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-14));
        Assert.IsType<AskOutcome.Asked>(await family.AskAsync(family.Ask() with
        {
            Circumstance = SigningCircumstance.ChildFoundMature,
            CircumstanceReason = AskForConsent.CircumstanceReason.Read(Written["why the usual rule is not applied"]),
        }));
        var consent = asked.Consents.Single();
        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);
        var paper = await hub.PaperAsync(consent, hub.Father) with
        {
            Identified = AnswerToRecord.IdentifiedField.Read(Written["how a signer was identified"]),
            Reason = AnswerToRecord.ReasonField.Read(Written["why a signer did not sign in"]),
        };
        await hub.TakeDownAsync(consent, paper);
        await AssessAsync(hub, staff);
        await BlockAsync(hub, rektor);
        return consent;
    }

    private static async Task AssessAsync(TestHub hub, Caller staff)
    {
        var request = Assert.IsType<RequestOutcome.Requested>(await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = hub.Case,
                Holder = hub.School,
                RecordTypes = [TestTypes.Of("franvaro")],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read(Written["request's reason"]),
            },
            staff,
            Ct)).Request;
        await hub.AnswerToAsync(request);
        Assert.IsType<AssessOutcome.Assessed>(await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = AssessmentOutcome.ReleaseWithConditions,
                Reasoning = AssessRequest.Reasoning.Read(Written["reasons of an assessment"]),
                Conditions = AssessRequest.Conditions.Read(Written["conditions"]),
            },
            hub.Rektor,
            Ct));
    }

    private static async Task BlockAsync(TestHub hub, Caller rektor)
    {
        var reason = new BlockReason(
            BlockDisclosure.Reason.Read(Written["reason of a holder's block"]), BlockDisclosure.Law.Read("OSL 26:1"),
            BlockDisclosure.CaseNumber.Read("BUN 2026/9"));
        var block = Assert.IsType<BlockOutcome.Blocked>(await hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child, new BlockScope(TestTypes.Of("iup"), hub.School, null), reason, rektor, Ct)).Block;
        Assert.IsType<LiftOutcome.Lifted>(await hub.Get<LiftDisclosureBlock>().HandleAsync(
            block, BlockDisclosure.Reason.Read(Written["reason of lifting it"]), BlockDisclosure.CaseNumber.Read("BUN 2026/10"), rektor,
            Ct));
    }

    private static async Task<Hub.People.Person> PersonAsync(TestHub hub, PersonId id)
    {
        await using var db = hub.Db();
        return await db.Set<Hub.People.Person>().SingleAsync(p => p.Id == id, Ct);
    }

    /// <summary>Every value of every column, as bytes.</summary>
    private static async Task<IReadOnlyList<(string Place, byte[] Value)>> ValuesAsync(TestHub hub)
    {
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        var values = new List<(string, byte[])>();
        foreach (var table in (await SchemaColumns.OfAsync(hub)).Select(column => column.Split('.')[0]).Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var rows = await command.ExecuteReaderAsync(Ct);
            while (await rows.ReadAsync(Ct))
            {
                values.AddRange(Enumerable.Range(0, rows.FieldCount).Select(i => ($"{table}.{rows.GetName(i)}", Bytes(rows, i))));
            }
        }

        return values;
    }

    private static byte[] Bytes(DbDataReader rows, int column) => rows.GetValue(column) switch
    {
        byte[] bytes => bytes,
        DateTime day => Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        var value => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static bool Holds(byte[] value, string text) => value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static bool IsAnswer(string place, byte[] value) =>
        place.Split('.')[0] is "consent_signatures" or "recorded_answers"
        && Encoding.UTF8.GetString(value) is "Yes" or "No" or "y" or "n";

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static IEnumerable<string> Sealed(Match row) => Names(row.Groups[2].Value);

    // What follows the colon is the reason.
    private static IEnumerable<string> Clear(Match row) => Names(row.Groups[3].Value.Split(':')[0]);

    private static IEnumerable<string> Names(string cell) => Name().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\| `(\w+)` \| (.*?) \| (.*) \|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(sealed\w*|wrapped|\w*digest|\w+_token|payload|identity_index|secret_hash|seal|leaf|leaf_hash)$")]
    private static partial Regex SealedOrKeyed();
}
