using System.Net;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;

namespace DelningsNav.Web.Tests.Administration;

/// <summary>The system owner's page on emergency access: off, allowed by a decision, and turned off again.</summary>
public sealed class EmergencyAllowancePagesTests
{
    private const string Page = "/administration/nodoppning";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_system_owner_turns_emergency_access_off_and_on_and_the_offer_to_staff_follows()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = SignedIn.At(app, await OwnerAsync(app), "administration");
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var request = await RefusedAsync(app);
        var offer = $"/arbetsyta/begaran/{request}/nodoppna";

        var (on, offered) = (await owner.ReadAsync("/administration"), await staff.ReadAsync($"/arbetsyta/begaran/{request}"));
        using var faulty = await owner.PostAsync(Page, ("Step", "avsluta"), ("CaseNumber", " "));
        using var ended = await owner.PostAsync(Page, ("Step", "avsluta"), ("CaseNumber", "UTBN 2026/81"));
        using var endedTwice = await owner.PostAsync(Page, ("Step", "avsluta"), ("CaseNumber", "UTBN 2026/81"));
        var (off, notOffered) = (await owner.ReadAsync("/administration"), await staff.ReadAsync($"/arbetsyta/begaran/{request}"));
        using var missing = await owner.PostAsync(Page, ("Step", "tillat"), ("CaseNumber", "UTBN 2026/82"), ("DecisionDay", ""));
        using var allowed = await owner.PostAsync(
            Page, ("Step", "tillat"), ("CaseNumber", "UTBN 2026/82"), ("DecisionDay", $"{app.Today:yyyy-MM-dd}"));
        var again = await owner.ReadAsync(Page);

        Assert.Contains("Tillåten", on, StringComparison.Ordinal);
        Assert.Contains(offer, offered, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, faulty.StatusCode);
        Assert.Equal(
            ("/administration#nodoppning", "/administration#nodoppning"),
            (ended.Headers.Location!.OriginalString, endedTwice.Headers.Location!.OriginalString));
        Assert.Contains("Avstängd", off, StringComparison.Ordinal);
        Assert.DoesNotContain(offer, notOffered, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (missing.StatusCode, allowed.StatusCode));
        Assert.Contains("UTBN 2026/82", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_closed_to_everybody_but_system_owners()
    {
        await using var app = await TestApp.StartAsync();
        using var nobody = SignedIn.At(app, null, "");
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        using var pretender = SignedIn.At(app, app.Registrator, "administration");

        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await registrator.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await pretender.GetAsync(Page)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await pretender.PostAsync(Page, ("Step", "avsluta"), ("CaseNumber", "UTBN 2026/81"))).StatusCode);
    }

    private static async Task<StaffMemberId> OwnerAsync(TestApp app)
    {
        var parties = app.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(app.School, "Kansliet", "Järva", Ct);
        return await parties.AddStaffAsync(
            unit, "Sven Systemägare", StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, Ct);
    }

    private static async Task<RequestId> RefusedAsync(TestApp app)
    {
        var asked = await app.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = app.Case,
                Holder = app.School,
                RecordTypes = [RecordTypeCode.Parse("franvaro")],
                PeriodFrom = app.Today.AddDays(-200),
                PeriodTo = app.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(app.Familjebehandlare),
            Ct);
        var request = Assert.IsType<RequestOutcome.Requested>(asked).Request;
        await app.Get<Hub.Releases.ReleaseInformation>().HandleAsync(
            request, new Caller.Staff(app.Familjebehandlare), Hub.Releases.Opening.Nothing, Ct);
        return request;
    }
}
