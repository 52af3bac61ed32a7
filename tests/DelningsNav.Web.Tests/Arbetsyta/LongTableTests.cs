using System.Text;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using DelningsNav.Web.Pages.Arbetsyta.Utlamnande;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>A long table is shown in parts, and a wide table row by row, so that no document becomes one huge page.</summary>
public sealed class LongTableTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_table_is_shown_in_parts_each_opened_and_logged_by_itself()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var address = await ReleasedAsync(app, staff, 250);
        var before = await app.AskDatabaseAsync("SELECT COUNT(*) FROM log_entries WHERE kind = 'decided'");

        var first = await staff.ReadAsync(address);
        var last = await staff.ReadAsync($"{address}?sida=3");
        var beyond = await staff.ReadAsync($"{address}?sida=99");
        var nonsense = await staff.ReadAsync($"{address}?sida=-1");

        Assert.Contains("Rad 1–100 av 250", first, StringComparison.Ordinal);
        Assert.Contains("kurs-1<", first, StringComparison.Ordinal);
        Assert.DoesNotContain("kurs-101<", first, StringComparison.Ordinal);
        Assert.Contains("?sida=2", first, StringComparison.Ordinal);
        Assert.Contains("Rad 201–250 av 250", last, StringComparison.Ordinal);
        Assert.Contains("kurs-250<", last, StringComparison.Ordinal);
        Assert.DoesNotContain("kurs-200<", last, StringComparison.Ordinal);
        Assert.Contains("Rad 201–250 av 250", beyond, StringComparison.Ordinal);
        Assert.Contains("Rad 1–100 av 250", nonsense, StringComparison.Ordinal);
        Assert.Equal(before + 4, await app.AskDatabaseAsync("SELECT COUNT(*) FROM log_entries WHERE kind = 'decided'"));
    }

    [Fact]
    public async Task A_short_table_has_no_parts()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var page = await staff.ReadAsync(await ReleasedAsync(app, staff, 100));

        Assert.Contains("kurs-100<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sida=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Rad 1–100", page, StringComparison.Ordinal);
    }

    /// <summary>A record from before tables had limits at the deposit.</summary>
    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    [InlineData(1500, true)]
    public void A_table_with_more_than_40_members_is_shown_row_by_row(int columns, bool wide)
    {
        var rows = string.Join(',', Enumerable.Range(0, columns).Select(c => $$"""{"c{{c}}":1}"""));

        var data = ReadableContent.Read(Encoding.UTF8.GetBytes($$"""{"rows":[{{rows}}]}"""))!;

        var table = Assert.Single(data.Parts);
        Assert.Equal(wide, table.IsWide);
        Assert.Equal((columns + 99) / 100, data.Pages);
        Assert.All(Enumerable.Range(1, data.Pages), page => Assert.InRange(table.RowsOf(page).Rows.Sum(row => row.Count), 1, 100));
    }

    private static async Task<string> ReleasedAsync(TestApp app, SignedIn staff, int rows)
    {
        var content = string.Join(',', Enumerable.Range(1, rows).Select(row => $$"""{"kurs":"kurs-{{row}}","betyg":"C"}"""));
        Assert.IsType<DepositOutcome.Deposited>(await app.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = app.Child,
                Type = RecordTypeCode.Parse("betyg"),
                Title = DepositRecord.Title.Read("Betyg"),
                Reference = DepositRecord.Reference.Read("betyg-1"),
                PeriodFrom = app.Today.AddDays(-100),
                PeriodTo = app.Today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = Encoding.UTF8.GetBytes($$"""{"rader":[{{content}}]}"""),
            },
            new Caller.Staff(app.Rektor),
            Ct));
        var consent = await app.AskForConsentAsync("betyg");
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        var asked = await app.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = app.Case,
                Holder = app.School,
                RecordTypes = [RecordTypeCode.Parse("betyg")],
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
        var answer = await staff.ReadAsync($"/arbetsyta/begaran/{request}");
        var at = answer.IndexOf("/arbetsyta/utlamnanden/", StringComparison.Ordinal);
        Assert.True(at >= 0, "the answer has no link to the document");
        return answer[at..answer.IndexOf('"', at)];
    }
}
