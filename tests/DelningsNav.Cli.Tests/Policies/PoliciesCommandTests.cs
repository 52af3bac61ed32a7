namespace DelningsNav.Cli.Tests.Policies;

/// <summary><c>delningsnav policies</c>: what somebody who changes a rule is told, without a hub.</summary>
public sealed class PoliciesCommandTests : IDisposable
{
    private static readonly string Shipped = FindShipped();

    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_shipped_rules_are_checked()
    {
        var code = await _shell.RunAsync("policies", "check", Shipped);

        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(_shell.Error);
        Assert.EndsWith("checked\n", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_that_is_dropped_fails_the_check_and_names_the_cases_that_noticed()
    {
        var folder = Changed("30-consent-social.cedar", "!context.consent.signerBlocked", "true");

        var code = await _shell.RunAsync("policies", "check", folder);

        Assert.Equal(ExitCode.Failed, code);
        Assert.EndsWith("not ready to be adopted\n", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("cases: 90-bars: A consent that a blocked guardian signed does not open", _shell.Error, StringComparison.Ordinal);
        Assert.Contains("`true` holds", _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_does_not_validate_fails_every_command_and_all_faults_are_named()
    {
        var folder = Changed("30-consent-social.cedar", "context has consent", "context.noSuchFact");

        var code = await _shell.RunAsync("policies", "test", folder);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(2, _shell.Error.Split("noSuchFact").Length - 1);
        Assert.EndsWith("faults\n", _shell.Error, StringComparison.Ordinal);
        Assert.Empty(_shell.Output);
    }

    [Fact]
    public async Task The_cases_are_run_and_counted()
    {
        var code = await _shell.RunAsync("policies", "test", Shipped, "--only", "95-barred", "--list");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(
            "ok  95-barred-grounds: Who reported is not opened by consent and assessment together: refuse", _shell.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("9 passed, 0 failed\n", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_fails_shows_the_required_answer_and_the_given_one()
    {
        var folder = Changed("cases/95-barred-grounds.json", "\"missing\": [\"assignment\"]", "\"missing\": [\"purpose\"]");

        var code = await _shell.RunAsync("policies", "test", folder);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("missing: purpose", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("missing: assignment", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_coverage_lists_each_paragraph_rule_and_condition()
    {
        var code = await _shell.RunAsync("policies", "test", Shipped, "--coverage");

        Assert.Equal(ExitCode.Done, code);
        Assert.Matches(@"\n +\d+ +\d+  OSL 10:27  \(.*consider-school-balance.*\)", _shell.Output);
        Assert.Matches(@"\n +\d+ +\d+  bar-guardian-block\n", _shell.Output);
        Assert.Matches(@"\n +\d+ +\d+      context\.now < context\.consent\.validUntil\n", _shell.Output);
    }

    [Fact]
    public async Task Words_that_no_case_has_are_a_failure()
    {
        var code = await _shell.RunAsync("policies", "test", Shipped, "--only", "no such words");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("`no such words`", _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_explained_to_the_requester_without_its_secret_cause_and_to_the_holder_with_it()
    {
        var code = await _shell.RunAsync(
            "policies", "explain", Shipped, "--facts", """{"marking":"skyddad-folkbokforing","consent":"given"}""");

        var (requester, holder) = (_shell.Output.Split("To the assessor")[0], _shell.Output.Split("To the holder")[1]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("not-granted", requester, StringComparison.Ordinal);
        Assert.DoesNotContain("skydd", requester.Split("To the requester")[1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("barred by bar-protected-identity", holder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_that_are_wrong_are_all_named_at_once()
    {
        var code = await _shell.RunAsync(
            "policies", "explain", Shipped, "--facts", """{"colour":"red","marking":"blue","age":"old","consent":"perhaps"}""");

        Assert.Equal(ExitCode.Failed, code);
        Assert.All(
            ["`colour`", "`blue`", "`age`", "`perhaps`", "4 faults"],
            word => Assert.Contains(word, _shell.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Words_of_several_cases_are_answered_with_their_names()
    {
        var code = await _shell.RunAsync("policies", "explain", Shipped, "--case", "The assessor is not asked about");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("6 cases", _shell.Error, StringComparison.Ordinal);
        Assert.Contains("  95-barred-grounds: The assessor is not asked about absence", _shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--case", "x", "--facts", "{}")]
    public async Task Either_a_case_or_facts_must_be_explained(params string[] options) =>
        Assert.Equal(ExitCode.Usage, await _shell.RunAsync(["policies", "explain", Shipped, .. options]));

    [Fact]
    public async Task Two_equal_sets_do_not_differ()
    {
        var code = await _shell.RunAsync("policies", "diff", Shipped, Shipped);

        Assert.Equal(ExitCode.Done, code);
        Assert.EndsWith(
            "Nothing differs in the rules, the record types, the rules on consent, the consent texts or the answers to the cases.\n",
            _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_rule_is_shown_with_its_lines_and_the_answers_that_change()
    {
        var folder = Changed("30-consent-social.cedar", "!context.consent.signerBlocked", "true");

        var code = await _shell.RunAsync("policies", "diff", Shipped, folder);

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(
            "~ consent-social (OSL 10:1, 12:2, 12:3, 26:1)\n    -   !context.consent.signerBlocked\n    +   true\n", _shell.Output,
            StringComparison.Ordinal);
        Assert.Contains("before  refer", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("after   release on consent-social", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("0 rules added, 0 removed, 2 changed", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_consent_text_is_shown_line_by_line()
    {
        var folder = Changed("consent-text.fi.txt", "Sinä päätät itse.", "Päätös on sinun.");

        await _shell.RunAsync("policies", "diff", Shipped, folder);

        Assert.Contains("  fi - Sinä päätät itse. Voit vastata ei", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("  fi + Päätös on sinun. Voit vastata ei", _shell.Output, StringComparison.Ordinal);
        Assert.Contains("1 consent text changed", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_rule_on_who_signs_is_shown_before_and_after()
    {
        var folder = Changed(
            "consent-rules.json", "\"longestValidityDays\": 366", "\"longestValidityDays\": 180",
            "{ \"purpose\": \"sst\", \"signers\": \"by-age\"", "{ \"purpose\": \"sst\", \"signers\": \"pupil-and-guardians\"");

        await _shell.RunAsync("policies", "diff", Shipped, folder);

        Assert.Contains("  LongestValidity: 366 -> 180\n", _shell.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  Signers (sst): by-age 0:G 12:GH 15:GS 18:S -> pupil-and-guardians 0:G 12:GS 18:S\n", _shell.Output,
            StringComparison.Ordinal);
        Assert.Contains("2 rules on consent changed", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_record_type_is_named()
    {
        var folder = Changed(
            "record-types.json", "\"Vem som har", "\"Vilka som har", "Uppgift om vem som har anmält", "Uppgift om den som har anmält");

        await _shell.RunAsync("policies", "diff", Shipped, folder);

        Assert.Contains("  uppgift-om-anmalare is changed", _shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_is_in_order_is_signed_into_one_file_that_checks_with_the_key_that_is_shown()
    {
        var (key, bundle) = (_shell.WriteKey(out _), _shell.PathOf("rules.bundle"));

        var signed = await _shell.RunAsync(
            "policies", "bundle", Shipped, "--key", key, "--name", "stad.example/regler", "--expires", "2027-01-01", "--out", bundle);
        var shown = _shell.Output.TrimEnd().Split('\n')[^1];
        var read = await _shell.RunAsync("policies", "check", bundle, "--key", shown);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (signed, read));
        Assert.StartsWith("stad.example/regler+", shown, StringComparison.Ordinal);
        Assert.Contains(
            "signed   by `stad.example/regler`, expires 2027-01-01, checked before: syntax types cases mutation", _shell.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_with_one_changed_byte_is_refused_and_the_file_is_named()
    {
        var (key, bundle) = (_shell.WriteKey(out _), _shell.PathOf("rules.bundle"));
        await _shell.RunAsync(
            "policies", "bundle", Shipped, "--key", key, "--name", "stad.example/regler", "--expires", "2027-01-01", "--out", bundle);
        var shown = _shell.Output.TrimEnd().Split('\n')[^1];
        var bytes = await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, TestContext.Current.CancellationToken);

        var code = await _shell.RunAsync("policies", "check", bundle, "--key", shown);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("was changed after it was signed", _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_is_not_in_order_is_not_signed()
    {
        var folder = Changed("30-consent-social.cedar", "!context.consent.signerBlocked", "true");
        var bundle = _shell.PathOf("rules.bundle");

        var code = await _shell.RunAsync(
            "policies", "bundle", folder, "--key", _shell.WriteKey(out _), "--name", "stad.example", "--expires", "2027-01-01", "--out",
            bundle);

        Assert.Equal(ExitCode.Failed, code);
        Assert.EndsWith("nothing was signed\n", _shell.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bundle));
    }

    [Theory]
    [InlineData("2027-02-30", "stad.example", ExitCode.Usage)]
    [InlineData("2027-01-01", "two words", ExitCode.Failed)]
    public async Task An_invalid_day_and_a_name_that_cannot_be_signed_with_are_refused(string expires, string name, int code) =>
        Assert.Equal(code, await _shell.RunAsync(
            "policies", "bundle", Shipped, "--key", _shell.WriteKey(out _), "--name", name, "--expires", expires, "--out",
            _shell.PathOf("b")));

    /// <summary>A copy of the shipped rules with one file changed, by pairs of old and new text.</summary>
    private string Changed(string file, params string[] pairs)
    {
        var folder = _shell.PathOf("policies");
        foreach (var path in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Shipped, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var text = File.ReadAllText(Path.Combine(folder, file));
        foreach (var pair in pairs.Chunk(2))
        {
            Assert.Contains(pair[0], text, StringComparison.Ordinal);
            text = text.Replace(pair[0], pair[1], StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(folder, file), text);
        return folder;
    }

    private static string FindShipped()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie below DelningsNav.sln");
        }

        return Path.Combine(folder.FullName, "policies");
    }
}
