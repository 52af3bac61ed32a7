using System.Text.RegularExpressions;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Promises;

/// <summary>
/// Promise 5, in calls and on pages: the requester's answer for a secret cause is byte for byte the answer for an ordinary cause in
/// the same situation (ADR 0019). The same request is decided before and after the secret; only the log index and its proof may differ.
/// </summary>
public sealed partial class Promise05_ASecretCauseLooksLikeAnOrdinaryOneTests
{
    private static readonly Dictionary<string, Func<TestApp, Task>> Secrets = new()
    {
        ["a protected identity"] = app => MarkAsync(app, SecurityMarking.SkyddadFolkbokforing),
        ["a marked identity"] = app => MarkAsync(app, SecurityMarking.Sekretessmarkering),
        ["a marking that nobody understands"] = app => MarkAsync(app, SecurityMarking.Unknown),
        ["a blocked guardian"] = BlockAsync,
        ["a block by the family"] = app => CloseAsync(app, null, new Caller.Family(app.Mother)),
        ["a block by law"] = app =>
            CloseAsync(
                app,
                new BlockReason(
                    BlockDisclosure.Reason.Read("Beslut"), BlockDisclosure.Law.Read("OSL 23:2"),
                    BlockDisclosure.CaseNumber.Read("UTBN 2026/7")),
                new Caller.Staff(app.Rektor)),
    };

    // A disclosure block ends no consent, so no consent lapses because of it.
    private static readonly string[] Lapsing =
        ["a protected identity", "a marked identity", "a marking that nobody understands", "a blocked guardian"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Causes { get; } = [.. Secrets.Keys];

    public static TheoryData<string> LapsingCauses { get; } = [.. Lapsing];

    [Theory, MemberData(nameof(Causes))]
    public async Task When_nobody_has_asked_the_family(string cause)
    {
        await using var app = await TestApp.StartAsync();
        await app.ClearAsync();
        var request = await AskAsync(app);

        var ordinary = await SeenAsync(app, request);
        await Secrets[cause](app);
        var secret = await SeenAsync(app, request);

        Assert.All([ordinary.Api, ordinary.Read], body => Assert.Contains("\"kind\":\"consent\"", body, StringComparison.Ordinal));
        Assert.Equal(ordinary, secret);
    }

    [Theory, MemberData(nameof(LapsingCauses))]
    public async Task When_the_consent_lapses_before_the_family_has_answered(string cause)
    {
        await using var app = await TestApp.StartAsync();
        await app.ClearAsync();
        var request = await AskAsync(app);

        await app.AskForConsentAsync();
        await AddGuardianAsync(app);
        var ordinary = await SeenAsync(app, request);
        await app.AskForConsentAsync();
        await Secrets[cause](app);
        var secret = await SeenAsync(app, request);

        Assert.Equal(ordinary, secret);
    }

    [Theory, MemberData(nameof(LapsingCauses))]
    public async Task When_a_consent_that_the_family_gave_lapses(string cause)
    {
        await using var app = await TestApp.StartAsync();
        await app.ClearAsync();
        var request = await AskAsync(app);

        // The request is denied first, so that each later yes causes a new decision, and a release, before the consent lapses.
        await SeenAsync(app, request);
        await GiveAsync(app);
        await AddGuardianAsync(app);
        var ordinary = await SeenAsync(app, request);
        await GiveAsync(app);
        await Secrets[cause](app);
        var secret = await SeenAsync(app, request);

        Assert.Equal(ordinary, secret);
    }

    [Theory]
    [InlineData(SecurityMarking.SkyddadFolkbokforing)]
    [InlineData(SecurityMarking.Sekretessmarkering)]
    [InlineData(SecurityMarking.Unknown)]
    public async Task When_the_family_has_consented_and_the_release_is_not_granted_for_another_reason(SecurityMarking marking)
    {
        await using var app = await TestApp.StartAsync();
        await app.ClearAsync();
        await MarkAsync(app, marking);
        await GiveAsync(app);
        var request = await AskAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var secret = await SeenAsync(app, request);
        await MarkAsync(app, SecurityMarking.None);
        await AdoptAsync(app, stands: false);
        var ordinary = await SeenAsync(app, request);

        Assert.Contains("not-granted", ordinary.Api, StringComparison.Ordinal);
        Assert.Equal(ordinary, secret);
    }

    [Theory]
    [InlineData("a block by the family")]
    [InlineData("a block by law")]
    public async Task When_the_family_has_consented_and_a_block_is_in_force(string cause)
    {
        await using var app = await TestApp.StartAsync();
        await GiveAsync(app);
        var request = await AskAsync(app);
        await AdoptAsync(app, stands: false);
        var ordinary = await SeenAsync(app, request);
        await AdoptAsync(app, stands: true);

        await Secrets[cause](app);
        var secret = await SeenAsync(app, request);

        Assert.Contains("not-granted", ordinary.Api, StringComparison.Ordinal);
        Assert.Equal(ordinary, secret);
    }

    [Fact]
    public async Task A_no_from_one_guardian_looks_like_a_no_from_both()
    {
        await using var app = await TestApp.StartAsync();
        var request = await AskAsync(app);
        await AnswerAsync(app, ConsentAnswer.No, ConsentAnswer.No);
        var bothNo = await SeenAsync(app, request);
        await AnswerAsync(app, ConsentAnswer.Yes, ConsentAnswer.No);
        var otherNo = await SeenAsync(app, request);

        Assert.Equal(bothNo, otherNo);
    }

    [Fact]
    public async Task A_no_from_any_guardian_gets_the_same_answer_as_when_nobody_was_asked()
    {
        await using var app = await TestApp.StartAsync();
        var request = await AskAsync(app);
        var notAsked = await SeenAsync(app, request);
        await AnswerAsync(app, ConsentAnswer.Yes, ConsentAnswer.No);
        var otherNo = await SeenAsync(app, request);

        Assert.Equal((notAsked.Api, notAsked.Read), (otherNo.Api, otherNo.Read));
    }

    // The answer of the call, the answer when the request is read, and the two pages.
    private static async Task<(string Api, string Read, string Page, string Board)> SeenAsync(TestApp app, Guid request)
    {
        using var decided = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/information-requests/{request}/releases", $$"""{"staff":"{{app.Familjebehandlare}}"}""");
        using var read = await app.SendAsync(HttpMethod.Get, $"/api/v1/information-requests/{request}?staff={app.Familjebehandlare}");
        var staff = PageVisits.Staff(app.Familjebehandlare);
        var page = await app.ReadPageAsync($"/arbetsyta/begaran/{request}", staff);
        var board = await app.ReadPageAsync($"/arbetsyta/arenden/{app.Case}", staff);
        return (await SameAsync(decided), await SameAsync(read), Same(page), Same(board));
    }

    private static async Task<string> SameAsync(HttpResponseMessage answer)
    {
        var body = EarlierRelease().Replace(PlaceInLog().Replace(await answer.Content.ReadAsStringAsync(Ct), "$1#"), "$1#");
        return $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {body}";
    }

    private static string Same(string page) => PlaceOnPage().Replace(FormToken().Replace(page, "#"), "post #");

    private static async Task<Guid> AskAsync(TestApp app)
    {
        using var client = app.Client();
        return (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
    }

    private static async Task AnswerAsync(TestApp app, ConsentAnswer mother, ConsentAnswer father)
    {
        var consent = await app.AskForConsentAsync();
        Assert.IsType<AnswerOutcome.Answered>(await app.AnswerAsync(consent, app.Mother, mother));
        Assert.IsType<AnswerOutcome.Answered>(await app.AnswerAsync(consent, app.Father, father));
    }

    private static async Task GiveAsync(TestApp app)
    {
        var consent = await app.AskForConsentAsync();
        await using var db = app.Hub.Database.NewContext();
        var asked = await db.Consents.AsNoTracking().SingleAsync(c => c.Id == consent, Ct);
        foreach (var signature in asked.Signatures)
        {
            Assert.IsType<AnswerOutcome.Answered>(await app.AnswerAsync(consent, signature.Person, ConsentAnswer.Yes));
        }
    }

    // The usual cause of a lapse: one more signer.
    private static async Task AddGuardianAsync(TestApp app)
    {
        Assert.True(IdentityNumber.TryParse(TestNumbers.OfAge(52, app.Today), out var number));
        var register = app.Get<MaintainRegister>();
        var newcomer = await register.RegisterAsync(number, "Nils", "Testsson", SecurityMarking.None, Actor.Hub, Ct);
        await register.RecordCustodyAsync(app.Child, newcomer, CustodyKind.SpeciallyAppointed, app.Today, Actor.Hub, Ct);
    }

    private static async Task MarkAsync(TestApp app, SecurityMarking marking)
    {
        Assert.True(IdentityNumber.TryParse(app.ChildsNumber, out var number));
        await app.Get<MaintainRegister>().RegisterAsync(number, "Nora", "Testsson", marking, Actor.Hub, Ct);
    }

    private static Task BlockAsync(TestApp app) =>
        app.Get<MaintainRegister>().BlockGuardianAsync(app.Child, app.Father, "Hot mot barnet", "SN 2026/3", app.Today, Actor.Hub, Ct);

    private static async Task CloseAsync(TestApp app, BlockReason? because, Caller caller) => Assert.IsType<BlockOutcome.Blocked>(
        await app.Get<BlockDisclosure>()
            .HandleAsync(app.Child, new BlockScope(RecordTypeCode.Parse("franvaro"), null, null), because, caller, Ct));

    private static async Task AdoptAsync(TestApp app, bool stands)
    {
        await using var db = app.Hub.Database.NewContext();
        var school = await db.Authorities.Where(authority => authority.Kind == PartyKind.MunicipalSchool)
            .Select(authority => authority.Id)
            .SingleAsync(Ct);
        var adopt = app.Get<AdoptPolicySet>();
        Assert.IsType<AdoptOutcome.Registered>(stands
            ? await adopt.HandleAsync(school, app.Hub.Policies.Version, DecisionNumber.Field.Read("UTBN 2026/9"), app.Today, Actor.Hub, Ct)
            : await adopt.TakeBackAsync(school, app.Hub.Policies.Version, DecisionNumber.Field.Read("UTBN 2026/8"), Actor.Hub, Ct));
    }

    [GeneratedRegex("""("logIndex":|"proof":)(?:\d+|"[^"]*")""")]
    private static partial Regex PlaceInLog();

    [GeneratedRegex("""(?<=name="__RequestVerificationToken" type="hidden" value=")[^"]*""")]
    private static partial Regex FormToken();

    [GeneratedRegex(@"\bpost \d+")]
    private static partial Regex PlaceOnPage();

    [GeneratedRegex("(\"release\":)\"[0-9a-f-]{36}\"")]
    private static partial Regex EarlierRelease();
}
