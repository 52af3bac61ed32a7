using System.Text;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;

namespace DelningsNav.Hub.Tests.Records;

/// <summary>
/// What a holder states about a record is checked at the deposit: the documented form, the size of tables, the redactions, and whom the
/// record tells about.
/// </summary>
public sealed class DepositedFormTests
{
    private const string Number = "201305122382";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_in_the_documented_form_is_accepted()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Empty(await FaultsAsync(hub, "franvaro", TestRecords.Absence()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"x":1}""")]
    [InlineData("""[]""")]
    [InlineData("""{"format":"delningsnav.absence/2"}""")]
    [InlineData("""{"format":["delningsnav.absence/1"]}""")]
    public async Task A_record_of_a_type_with_forms_names_one_of_them(string content)
    {
        await using var hub = await TestHub.StartAsync();

        var fault = Assert.Single(await FaultsAsync(hub, "franvaro", content));

        Assert.Equal("form-unknown", fault.Code);
        Assert.Contains("`delningsnav.absence/1`", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_difference_from_the_form_is_named_at_once_by_place_and_never_by_value()
    {
        await using var hub = await TestHub.StartAsync();
        var content = $$"""
            {"format":"delningsnav.absence/1","skola":"Storgatan 3","total":[{"from":"1 maj","frånvaroorsak":"depression","{{Number}}":1}],
             "months":"{{Number}}"}
            """;

        var faults = await FaultsAsync(hub, "franvaro", content);

        Assert.Equal(
            [
                "form-missing-member /school", "form-missing-member /total/*/absenceShare",
                "form-missing-member /total/*/invalidAbsenceMinutes",
                "form-missing-member /total/*/offeredMinutes", "form-missing-member /total/*/reportedMinutes",
                "form-missing-member /total/*/reportingCompleteness", "form-missing-member /total/*/to",
                "form-missing-member /total/*/validAbsenceMinutes", "form-unknown-member /skola",
                "form-unknown-member /total/*/(a name that is not repeated here)", "form-unknown-member /total/*/frånvaroorsak",
                "form-wrong-kind /months", "form-wrong-kind /total/*/from",
            ],
            faults.Select(fault => $"{fault.Code} {fault.Detail.Split('`').Single(word => word.StartsWith('/'))}")
                .Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotMatch("Storgatan|depression|1 maj|[0-9]{6}", fault.ToString()));
    }

    [Theory]
    [InlineData("\"en text\"", false)]
    [InlineData("{}", false)]
    [InlineData("true", false)]
    [InlineData("null", true)]
    [InlineData("0.5", true)]
    public async Task A_figure_is_a_number_or_unknown(string value, bool right)
    {
        await using var hub = await TestHub.StartAsync();
        var content = TestRecords.Absence(TestRecords.September.Replace("0.31", value, StringComparison.Ordinal));

        var faults = await FaultsAsync(hub, "franvaro", content);

        Assert.Equal(right ? [] : ["form-wrong-kind"], faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task A_name_is_one_short_line(int length, bool right)
    {
        await using var hub = await TestHub.StartAsync();

        var faults = await FaultsAsync(hub, "franvaro", TestRecords.Absence(school: new string('a', length)));
        var twoLines = await FaultsAsync(hub, "franvaro", TestRecords.Absence(school: "a\\nb"));

        Assert.Equal(right, faults.Count == 0);
        Assert.Equal("form-wrong-kind", Assert.Single(twoLines).Code);
    }

    [Fact]
    public async Task A_type_without_a_form_accepts_any_structure()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Empty(await FaultsAsync(hub, "betyg", """{"x":{"y":[1,2]}}"""));
    }

    [Theory]
    [InlineData(100, 200, true)]
    [InlineData(100, 201, false)]
    [InlineData(101, 1, false)]
    [InlineData(1, 20_000, true)]
    [InlineData(1, 20_001, false)]
    public async Task A_table_has_at_most_100_members_and_20_000_cells(int columns, int rows, bool right)
    {
        await using var hub = await TestHub.StartAsync();
        var row = "{" + string.Join(',', Enumerable.Range(0, columns).Select(c => $"\"c{c}\":1")) + "}";

        var faults = await FaultsAsync(hub, "betyg", $$"""{"rows":[{{string.Join(',', Enumerable.Repeat(row, rows))}}]}""");

        Assert.Equal(right ? [] : ["table-too-large"], faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task A_table_with_another_member_in_each_row_counts_rows_times_members()
    {
        await using var hub = await TestHub.StartAsync();
        var rows = string.Join(',', Enumerable.Range(0, 1500).Select(c => $$"""{"c{{c}}":1}"""));

        var faults = await FaultsAsync(hub, "betyg", $$"""{"a":[[{"rows":[{{rows}}]}]]}""");

        Assert.Equal("table-too-large", Assert.Single(faults).Code);
    }

    [Fact]
    public async Task Redactions_that_no_rule_knows_are_refused_and_named()
    {
        await using var hub = await TestHub.StartAsync();

        var faults = await FaultsAsync(
            hub, "betyg", "{}", deposit => deposit with { Redactions = ["mask-others", "mask-other", "purpose-bound", Number] });

        Assert.Equal(
            ["redactions[1]", "redactions[2]", "redactions[3]"],
            faults.Where(fault => fault.Code == "redaction-unknown").Select(fault => fault.Field));
        Assert.Contains("`mask-other` is not one of assessor-masking, mask-contact-details", faults[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, string.Join(' ', faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guardian", null)]
    [InlineData("sibling", null)]
    [InlineData("other-pupil", null)]
    [InlineData("reporter", null)]
    [InlineData("other", null)]
    [InlineData("mother", "mentioned-unknown")]
    [InlineData(Number, "mentioned-unknown")]
    [InlineData("0199d2a0-5b7e-7c11-9a53-2f1c0c7be001", "mentioned-not-in-hub")]
    public async Task Whom_a_record_tells_about_is_a_kind_of_person_or_a_person_known_to_the_hub(string word, string? code)
    {
        await using var hub = await TestHub.StartAsync();

        var faults = await FaultsAsync(hub, "betyg", "{}", deposit => deposit with { Mentions = Mentioned.Read([word]) });

        Assert.Equal(code is null ? [] : [code], faults.Select(fault => fault.Code));
        Assert.All(faults, fault => Assert.Equal("mentionsOthers", fault.Field));
        Assert.DoesNotContain(Number, string.Join(' ', faults), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Foundation.Fault>> FaultsAsync(
        TestHub hub, string type, string content, Func<RecordDeposit, RecordDeposit>? change = null)
    {
        var deposit = new RecordDeposit
        {
            Child = hub.Child,
            Type = TestTypes.Of(type),
            Title = DepositRecord.Title.Read("En handling"),
            Reference = DepositRecord.Reference.Read("ref"),
            PeriodFrom = hub.Today.AddDays(-100),
            PeriodTo = hub.Today.AddDays(-1),
            MediaType = "application/json",
            Mentions = Mentioned.Nobody,
            Content = Encoding.UTF8.GetBytes(content),
        };
        var outcome = await hub.Get<DepositRecord>().HandleAsync(change?.Invoke(deposit) ?? deposit, new Caller.Staff(hub.Rektor), Ct);
        return outcome is DepositOutcome.Invalid invalid ? invalid.Faults : [];
    }
}
