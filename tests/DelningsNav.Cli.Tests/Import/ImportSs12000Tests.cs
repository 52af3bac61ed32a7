using DelningsNav.Signing;

namespace DelningsNav.Cli.Tests.Import;

public sealed class ImportSs12000Tests
{
    private const string Period = "2026-08-17..2026-12-18";

    [Fact]
    public async Task Absence_is_summed_for_each_pupil_over_the_period_and_by_month()
    {
        var hub = new PlayedHub();
        using var shell = new CommandLine { Hub = hub.Answer };

        var code = await ImportAsync(shell, new School());

        Assert.Equal(0, code);
        Assert.Equal(
            [$"ss12000/{School.Owner}/{Period}/{School.Ada}", $"ss12000/{School.Owner}/{Period}/{School.Bo}"], hub.Deposited.Keys);
        var record = hub.Deposited[$"ss12000/{School.Owner}/{Period}/{School.Ada}"];
        Assert.Equal("franvaro", (string?)record["type"]);
        Assert.Equal("2026-08-17", (string?)record["periodFrom"]);
        Assert.Equal("2026-12-18", (string?)record["periodTo"]);
        var ada = hub.ContentOf(School.Ada);
        Assert.Equal("delningsnav.absence/1", (string?)ada["format"]);
        Assert.Equal("Järvaskolan 7–9", (string?)ada["school"]);
        Assert.Equal(
            """{"from":"2026-08-17","to":"2026-12-18","offeredMinutes":2500,"validAbsenceMinutes":160,"invalidAbsenceMinutes":900,"""
            + "\"reportedMinutes\":2400,\"absenceShare\":0.424,\"reportingCompleteness\":0.96}",
            ada["total"]![0]!.ToJsonString());
        Assert.Equal(
            ["2026-08-17", "2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"],
            ada["months"]!.AsArray().Select(m => (string?)m!["from"]));
        Assert.Equal("2026-12-18", (string?)ada["months"]![4]!["to"]);
        Assert.Equal([null, 0.24m, 0.7m, null, null], ada["months"]!.AsArray().Select(m => (decimal?)m!["absenceShare"]));
        Assert.Equal(0.3333m, (decimal?)hub.ContentOf(School.Bo)["total"]![0]!["absenceShare"]);
    }

    [Fact]
    public async Task A_second_run_of_the_same_files_changes_nothing()
    {
        var hub = new PlayedHub();
        using var shell = new CommandLine { Hub = hub.Answer };
        await ImportAsync(shell, new School());
        var first = hub.BytesOf(School.Ada);

        await ImportAsync(shell, new School());

        Assert.Equal(first, hub.BytesOf(School.Ada));
        Assert.EndsWith(
            "deposited:             0\nunchanged:             2\nunknown to the hub:    0\nno identity number:    0\nitems outside "
            + "period:  0\n",
            shell.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_is_named_with_its_file_and_place_and_nothing_is_sent()
    {
        var school = new School();
        school.Persons[0]!["civicNo"]!["value"] = "201305122380";
        school.Persons[1]!.AsObject().Remove("familyName");
        school.Organisations[1]!["organisationType"] = "Stadsdel";
        school.Attendance[0]!["offeredSum"] = 300;
        school.Attendance[1]!["student"]!["id"] = School.Maths;
        school.Attendance[2]!["endDate"] = "31 oktober";
        school.Attendance[3]!.AsObject().Remove("reportedSum");
        school.PageToken = "next";
        using var shell = new CommandLine { Hub = _ => throw new InvalidOperationException("nothing may be sent") };

        var code = await ImportAsync(shell, school);

        Assert.Equal(1, code);
        Assert.Equal(
            [
                "attendance.json#/pageToken: there is a further page; fetch it from the source and give its file too",
                "organisations.json#/data/1/organisationType: must be one of Huvudman, Verksamhetsområde, Förvaltning, Rektorsområde, "
                + "Skola, Skolenhet, Varumärke, Bolag, Övrigt",
                "persons.json#/data/0/civicNo/value: must be a personnummer or samordningsnummer of 12 digits with a valid date and "
                + "check digit, without separators",
                "persons.json#/data/1: `familyName` is missing",
                "attendance.json#/data/0: `validAbsenceSum` and `invalidAbsenceSum` together are more than `offeredSum`",
                "attendance.json#/data/0: `reportedSum` is more than `offeredSum`",
                $"attendance.json#/data/1/student/id: the person `{School.Maths}` is not among the persons",
                "attendance.json#/data/2/endDate: must be a date such as 2026-08-17",
                "attendance.json#/data/3: `reportedSum` is missing",
                "9 faults in the files; nothing was imported",
            ],
            Lines(shell.Error).OrderBy(l => l.StartsWith('9')).ThenBy(l => !l.Contains("pageToken", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Broken_json_is_named_by_line()
    {
        using var shell = new CommandLine { Hub = _ => throw new InvalidOperationException("nothing may be sent") };
        var files = new School().Write(shell);
        await File.WriteAllTextAsync(shell.PathOf("persons.json"), "{\n\"data\": [}", TestContext.Current.CancellationToken);

        var code = await ImportAsync(shell, files);

        Assert.Equal(1, code);
        Assert.Contains("persons.json: is not JSON: line 2, byte 10", Lines(shell.Error));
    }

    [Theory]
    [InlineData("2026-08-17", "2026-08-31", true)]
    [InlineData("2026-12-01", "2026-12-18", true)]
    [InlineData("2026-08-16", "2026-08-31", false)]
    [InlineData("2026-12-01", "2026-12-19", false)]
    public async Task An_item_over_the_edge_of_the_period_is_a_fault(string from, string to, bool lies)
    {
        var school = new School();
        school.Attendance.Add(School.Item(School.Bo, School.Art, from, to, 0, 0, 10, 10));
        using var shell = new CommandLine { Hub = new PlayedHub().Answer };

        var code = await ImportAsync(shell, school);

        Assert.Equal(lies ? 0 : 1, code);
        Assert.Equal(lies ? 0 : 2, Lines(shell.Error).Count);
    }

    [Fact]
    public async Task Items_outside_the_period_are_left_out_and_counted()
    {
        var hub = new PlayedHub();
        var school = new School();
        school.Attendance.Add(School.Item(School.Bo, School.Art, "2026-08-01", "2026-08-16", 0, 1000, 1000, 1000));
        using var shell = new CommandLine { Hub = hub.Answer };

        await ImportAsync(shell, school);

        Assert.Contains("items outside period:  1", shell.Output, StringComparison.Ordinal);
        Assert.Equal(30, (int?)hub.ContentOf(School.Bo)["total"]![0]!["offeredMinutes"]);
    }

    [Fact]
    public async Task What_would_be_counted_twice_is_a_fault()
    {
        var school = new School();
        school.Attendance.Add(School.Item(School.Bo, School.Maths, "2026-09-30", "2026-10-02", 0, 0, 10, 10));
        using var shell = new CommandLine { Hub = new PlayedHub().Answer };

        var code = await ImportAsync(shell, school);

        Assert.Equal(1, code);
        Assert.Contains(
            "attendance.json#/data/4: counts days twice: another item has the same pupil and activity with days in common",
            Lines(shell.Error));
    }

    [Fact]
    public async Task Sums_over_several_months_give_a_total_and_no_months()
    {
        var hub = new PlayedHub();
        var school = new School();
        school.Attendance.Add(School.Item(School.Bo, School.Art, "2026-08-17", "2026-12-18", 5, 5, 100, 100));
        using var shell = new CommandLine { Hub = hub.Answer };

        await ImportAsync(shell, school);

        Assert.Empty(hub.ContentOf(School.Bo)["months"]!.AsArray());
        Assert.Equal(130, (int?)hub.ContentOf(School.Bo)["total"]![0]!["offeredMinutes"]);
    }

    [Fact]
    public async Task A_pupil_without_an_enrolment_in_the_period_is_a_fault()
    {
        var school = new School();
        school.Persons[1]!["enrolments"]![0]!["endDate"] = "2026-08-16";
        using var shell = new CommandLine { Hub = new PlayedHub().Answer };

        var code = await ImportAsync(shell, school);

        Assert.Equal(1, code);
        Assert.Contains(
            $"persons.json#/data/1: has attendance but no enrolment in the period {Period}, so the school is not known",
            Lines(shell.Error));
    }

    [Fact]
    public async Task Pupils_whom_the_hub_cannot_know_are_counted_and_left_alone()
    {
        const string Third = "0b000000-0000-4000-8000-000000000003";
        var hub = new PlayedHub();
        hub.Known.Remove(School.NumberOfBo);
        var school = new School();
        school.Persons.Add(School.Person(Third, "Cy", "20130101TF01"));
        school.Attendance.Add(School.Item(Third, School.Maths, "2026-09-01", "2026-09-30", 0, 0, 10, 10));
        using var shell = new CommandLine { Hub = hub.Answer };

        var code = await ImportAsync(shell, school);

        Assert.Equal(0, code);
        Assert.Single(hub.Deposited);
        Assert.Contains(
            "unknown to the hub:    1\nno identity number:    1", shell.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_says_how_far_it_came_and_can_be_run_again()
    {
        var hub = new PlayedHub { BreakAfter = 2 };
        using var shell = new CommandLine { Hub = hub.Answer };

        var broken = await ImportAsync(shell, new School());
        hub.BreakAfter = int.MaxValue;
        var whole = await ImportAsync(shell, new School());

        Assert.Equal((1, 0), (broken, whole));
        Assert.StartsWith("stopped before the end: the hub answered log-unavailable", shell.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "deposited:             1\nunchanged:             1\nunknown to the hub:    0\nno identity number:    0\nitems outside "
            + "period:  0\n",
            shell.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_identity_number_is_ever_printed_or_put_in_an_address(bool terminal)
    {
        var hub = new PlayedHub();
        hub.Known.Remove(School.NumberOfBo);
        using var shell = new CommandLine { Hub = hub.Answer, IsTerminal = terminal };
        var school = new School();
        await ImportAsync(shell, school);
        school.Persons[0]!["civicNo"]!["value"] = School.NumberOfAda[..11] + "0";
        await ImportAsync(shell, school);

        var said = shell.Output + shell.Error + string.Concat(shell.Received.Select(r => r.Message.TargetUri))
            + string.Concat(hub.Deposited.Select(d => d.Value.ToJsonString()));

        Assert.DoesNotContain(School.NumberOfAda[2..11], said, StringComparison.Ordinal);
        Assert.DoesNotContain(School.NumberOfBo[2..11], said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_is_signed()
    {
        using var shell = new CommandLine { Hub = new PlayedHub().Answer };
        var key = shell.WriteKey(out var publicKey);

        await ImportAsync(shell, new School().Write(shell), key);

        Assert.Equal(4, shell.Received.Count);
        Assert.All(
            shell.Received,
            r => Assert.IsType<RequestVerdict.Valid>(RequestSignature.Verify(r.Message, r.Body, _ => publicKey, CommandLine.Noon)));
    }

    [Theory]
    [InlineData("2026-12-18..2026-08-17")]
    [InlineData("2026-08-17")]
    [InlineData("17/8..18/12")]
    public async Task An_invalid_period_is_a_wrong_command_line(string period)
    {
        using var shell = new CommandLine();
        var files = new School().Write(shell);

        var code = await shell.RunAsync(
            ["import", "ss12000", .. files, "--period", period, "--hub", "https://hub.example", "--key", shell.WriteKey(out _)]);

        Assert.Equal(2, code);
    }

    private static Task<int> ImportAsync(CommandLine shell, School school) => ImportAsync(shell, school.Write(shell));

    private static Task<int> ImportAsync(CommandLine shell, string[] files, string? key = null) =>
        shell.RunAsync(
            ["import", "ss12000", .. files, "--period", Period, "--hub", "https://hub.example", "--key", key ?? shell.WriteKey(out _)]);

    private static List<string> Lines(string text) => [.. text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
