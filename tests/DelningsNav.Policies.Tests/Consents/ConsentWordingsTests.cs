using DelningsNav.Policies.Cases;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies.Tests.Consents;

/// <summary>The texts that families sign are part of their set: all languages or none, and every one says as much as the Swedish.</summary>
public sealed class ConsentWordingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("texts-").FullName;

    public ConsentWordingsTests()
    {
        foreach (var file in Directory.EnumerateFiles(PolicyCases.Folder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    public static TheoryData<string> Languages => [.. ConsentLanguages.All];

    private static ConsentTerms Terms { get; } = new()
    {
        Child = "Nora Lindqvist",
        Discloser = "Utbildningsnämnden (Grundskola)",
        Recipient = "Järva stadsdelsnämnd (Individ och familj)",
        RecordTypes = [RecordTypeCode.Parse("franvaro"), RecordTypeCode.Parse("betyg")],
        Support = "SST+",
        From = new DateOnly(2026, 8, 1),
        To = new DateOnly(2026, 12, 31),
        LastDay = new DateOnly(2027, 6, 30),
        Uses = "any",
        RetentionPromise = RetentionPromise.Parse("own-record"),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Languages))]
    public void Every_language_says_who_shows_what_about_whom_to_whom_for_how_long(string language)
    {
        var policies = PolicyCases.Policies.Value;

        var text = policies.ConsentWordings!.In(language).Fill(Terms, policies.RecordTypes);

        Assert.All(
            [
                "Nora Lindqvist", "Utbildningsnämnden (Grundskola)", "Järva stadsdelsnämnd (Individ och familj)", "SST+",
                "1", "31", "30", "2026", "2027",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(
            Terms.RecordTypes,
            code => Assert.Contains("– " + policies.RecordTypes.Find(code).NameIn(language), text, StringComparison.Ordinal));
        Assert.DoesNotContain('{', text);
    }

    [Theory]
    [InlineData("sv", "– Frånvaro", "till och med 30 juni 2027. Uppgifterna får visas när de behövs under den tiden.")]
    [InlineData("sv-simple", "– När barnet inte har varit i skolan", "Ditt ja gäller till och med 30 juni 2027.")]
    [InlineData("en", "– Absence", "up to and including 30 June 2027.")]
    [InlineData("fi", "– Poissaolot", "Suostumuksen viimeinen voimassaolopäivä on 30. kesäkuuta 2027.")]
    [InlineData("ar", "– الغياب", "حتى نهاية يوم 30 يونيو 2027.")]
    [InlineData("so", "– Maqnaanshaha", "ilaa dhammaadka maalinta 30 ")]
    public void Types_and_days_are_named_as_the_language_names_them(string language, string type, string until)
    {
        var policies = PolicyCases.Policies.Value;

        var text = policies.ConsentWordings!.In(language).Fill(Terms, policies.RecordTypes);

        Assert.Contains(type, text, StringComparison.Ordinal);
        Assert.Contains(until, text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_use_limit_and_every_promise_has_its_sentence(string language)
    {
        var policies = PolicyCases.Policies.Value;

        var wording = policies.ConsentWordings!.In(language);
        var texts = ConsentPhrases.UseCodes
            .SelectMany(uses => ConsentPhrases.KeptCodes.Select(RetentionPromise.Parse)
                .Select(promise => Terms with { Uses = uses, Times = 47, RetentionPromise = promise }))
            .Select(terms => wording.Fill(terms, policies.RecordTypes))
            .ToList();

        Assert.Equal(ConsentPhrases.UseCodes.Count * ConsentPhrases.KeptCodes.Count, texts.Distinct().Count());
        Assert.Equal(3 * ConsentPhrases.KeptCodes.Count, texts.Count(text => text.Contains("47", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_Swedish_name_keeps_its_direction_in_Arabic_and_needs_no_help_elsewhere()
    {
        var policies = PolicyCases.Policies.Value;

        Assert.Contains("\u2068SST+\u2069", policies.ConsentWordings!.In("ar").Fill(Terms, policies.RecordTypes), StringComparison.Ordinal);
        Assert.DoesNotContain('\u2068', policies.ConsentWordings!.In("so").Fill(Terms, policies.RecordTypes));
    }

    [Fact]
    public void A_name_that_looks_like_a_placeholder_stays_a_name()
    {
        var policies = PolicyCases.Policies.Value;

        var text = policies.ConsentWordings!.In("sv").Fill(Terms with { Child = "{until}" }, policies.RecordTypes);

        Assert.Contains("uppgifter om {until} för", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_that_nobody_is_offered_is_read_in_Swedish() =>
        Assert.Equal("sv", PolicyCases.Policies.Value.ConsentWordings!.In("de").Language);

    [Fact]
    public void A_text_has_the_version_of_its_set() =>
        Assert.Equal(PolicyCases.Policies.Value.Version, PolicyCases.Policies.Value.ConsentWordings!.Version);

    [Theory]
    [InlineData(
        "manifest.json", "    \"consent-text.so.txt\",\n", "", "manifest.json: `consent-text.so.txt` lies in the folder but is not listed")]
    [InlineData(
        "manifest.json",
        "    \"consent-phrases.json\",\n",
        "",
        "manifest.json: `consent-phrases.json` lies in the folder but is not listed")]
    [InlineData("consent-text.fi.txt", "{kept}", "", "consent-text.fi.txt: `{kept}` is missing")]
    [InlineData("consent-text.sv.txt", "{until}", "", "consent-text.sv.txt: `{until}` is missing")]
    [InlineData("consent-text.ar.txt", "{until}", "{untill}", "consent-text.ar.txt: `{untill}` is not a placeholder")]
    [InlineData("consent-text.en.txt", "{from}", "{from", "consent-text.en.txt: a brace belongs to no placeholder")]
    [InlineData("consent-phrases.json", "\"so\": {", "\"ku\": {", "consent-phrases.json: the language `so` is missing")]
    [InlineData("consent-phrases.json", "\"so\": {", "\"ku\": {", "consent-phrases.json: `ku` is no language that families are offered")]
    [InlineData("consent-phrases.json", "\"sv\": {", "\"sv\": null, \"xx\": {", "consent-phrases.json: the language `sv` is missing")]
    [InlineData(
        "consent-phrases.json",
        "\"once\": \"Uppgifterna får visas en gång.\"",
        "\"once\": null",
        "in `sv` the phrase `uses.once` is missing")]
    [InlineData("consent-phrases.json", "\"once\": \"Uppgifterna", "\"twice\": \"Uppgifterna", "in `sv` the phrase `uses.once` is missing")]
    [InlineData(
        "consent-phrases.json",
        "\"once\": \"Uppgifterna",
        "\"twice\": \"Uppgifterna",
        "in `sv` the phrase `uses.twice` is none that the hub knows")]
    [InlineData(
        "consent-phrases.json", "\"case-end\": \"Tietojen", "\"case-ended\": \"Tietojen", "in `fi` the phrase `kept.case-end` is missing")]
    [InlineData("consent-phrases.json", "Xadku waa {n}", "Xadku waa", "in `so` the phrase `uses.per-day` must hold `{n}`")]
    [InlineData(
        "consent-phrases.json", "Gränsen är {n}", "Gränsen är {n} för {child}", "in `sv` the phrase `uses.per-day` must hold `{n}`")]
    [InlineData("consent-phrases.json", "\"d. MMMM yyyy\"", "\"d. MMMM\"", "in `fi` `d. MMMM` is not a way to write a day")]
    [InlineData("record-types.json", "\"fi\": \"Poissaolot\", ", "", "record-types.json: record type `franvaro` has no name in `fi`")]
    [InlineData(
        "record-types.json", "\"fi\": \"Poissaolot\"", "\"fi\": \" \"", "record type `franvaro` has no name in `fi` that could be shown")]
    [InlineData(
        "record-types.json",
        "\"fi\": \"Poissaolot\"",
        "\"fi\": \"Poissaolot\", \"en\": \"Absences\"",
        "record type `franvaro` has no name in `en` that could be shown")]
    public void A_set_whose_texts_have_a_fault_is_refused_and_the_fault_is_named(string file, string part, string instead, string named)
    {
        Change(file, part, instead);

        var problem = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder));

        Assert.Contains(problem.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_in_a_language_that_nobody_is_offered_is_a_fault()
    {
        File.WriteAllText(Path.Combine(_folder, "consent-text.ku.txt"), "{child}");
        Change("manifest.json", "    \"consent-text.so.txt\",\n", "    \"consent-text.so.txt\",\n    \"consent-text.ku.txt\",\n");

        var problem = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder));

        Assert.Equal(["consent-text.ku.txt: it is in no language that families are offered"], problem.Faults);
    }

    [Fact]
    public void A_set_without_a_language_names_everything_that_is_missing_at_once()
    {
        File.Delete(Path.Combine(_folder, "consent-text.so.txt"));
        Change("manifest.json", "    \"consent-text.so.txt\",\n", "");
        Change("consent-phrases.json", "\"so\": {", "\"ku\": {");
        Change("consent-text.ar.txt", "{kept}", "");
        Change("record-types.json", "\"so\": \"Maqnaanshaha\"", "\"sv-simple\": \"Maqnaanshaha\"");

        var problem = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder));

        Assert.All(
            [
                "`consent-text.so.txt` is not listed", "the language `so` is missing", "consent-text.ar.txt: `{kept}` is missing",
                "`franvaro` has no name in `so`",
            ],
            named => Assert.Contains(problem.Faults, fault => fault.Contains(named, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_set_from_before_texts_belonged_to_sets_is_read_without_them()
    {
        foreach (var text in Directory.EnumerateFiles(_folder, "consent-*"))
        {
            Change("manifest.json", $"    \"{Path.GetFileName(text)}\",\n", "");
            File.Delete(text);
        }

        Assert.Null(ReleasePolicies.Load(_folder).ConsentWordings);
    }

    [Fact]
    public void The_difference_from_another_set_is_listed_line_by_line_in_order()
    {
        Change("consent-text.so.txt", "Sababta: ", "Waa maxay sababtu? ");
        Change("consent-phrases.json", "Macluumaadka hal mar oo keliya", "Hal mar oo keliya");

        var difference = Assert.Single(PolicySetComparison.Of(PolicyCases.Policies.Value, ReleasePolicies.Load(_folder), []).Texts);

        Assert.Equal("so", difference.Language);
        var changed = difference.Lines.Where(line => line.What is not null).ToList();
        Assert.Equal(
            [SetDifference.Removed, SetDifference.Added, SetDifference.Removed, SetDifference.Added], changed.Select(line => line.What));
        Assert.StartsWith("Sababta: {recipient}", changed[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Waa maxay sababtu? {recipient}", changed[1].Text, StringComparison.Ordinal);
        Assert.Equal("uses.once: Hal mar oo keliya ayaa la tusi karaa.", changed[3].Text);
    }

    [Fact]
    public void Sets_with_the_same_texts_differ_in_none()
    {
        Assert.Empty(PolicySetComparison.Of(PolicyCases.Policies.Value, ReleasePolicies.Load(_folder), []).Texts);
    }

    [Fact]
    public void Easy_Swedish_uses_the_Swedish_name_where_that_is_plain_already()
    {
        var types = PolicyCases.Policies.Value.RecordTypes;

        Assert.Equal("Ansökan till SST+", types.Find("ansokan-sst-plus").NameIn("sv-simple"));
        Assert.Equal("Betyg och hur det går i skolan", types.Find("betyg").NameIn("sv-simple"));
    }

    private void Change(string file, string part, string instead)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not hold {part}");
        File.WriteAllText(path, text.Remove(at, part.Length).Insert(at, instead));
    }
}
