using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies.Tests;

/// <summary>Reading a policy folder: everything that is wrong is said at once, and a changed file changes the hash.</summary>
public sealed class PolicySetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policies-").FullName;

    public PolicySetTests()
    {
        foreach (var file in Directory.EnumerateFiles(PolicyCases.Folder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_set_has_a_version_a_day_of_law_and_a_hash_and_shows_them_to_its_readers()
    {
        var policies = ReleasePolicies.Load(_folder);

        Assert.Contains(
            $"**Version {policies.Version}, law as of {policies.LawAsOf:yyyy-MM-dd}.**",
            File.ReadAllText(Path.Combine(_folder, "README.md")), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", policies.Hash);
        Assert.Equal(PolicyCases.Policies.Value.Hash, policies.Hash);
    }

    [Theory]
    [InlineData("90-bars.cedar")]
    [InlineData("record-types.json")]
    [InlineData("obligations.json")]
    [InlineData("delningsnav.cedarschema")]
    [InlineData("consent-text.so.txt")]
    [InlineData("consent-phrases.json")]
    public void A_changed_file_changes_the_hash(string name)
    {
        File.AppendAllText(Path.Combine(_folder, name), "\n");

        var policies = ReleasePolicies.Load(_folder);

        Assert.NotEqual(PolicyCases.Policies.Value.Hash, policies.Hash);
    }

    [Fact]
    public void A_changed_day_of_law_changes_the_hash()
    {
        Change("manifest.json", "2025-12-15", "2025-12-16");

        var policies = ReleasePolicies.Load(_folder);

        Assert.NotEqual(PolicyCases.Policies.Value.Hash, policies.Hash);
    }

    [Theory]
    [InlineData("90-bars.cedar", "context.staffAssigned", "context.", "90-bars.cedar")]
    [InlineData("90-bars.cedar", "@law(\"OSL 5:5\")", "", "`bar-marked-record` has no @law")]
    [InlineData("90-bars.cedar", "bar-refused", "bar-others", "2 policies with the @id `bar-others`")]
    [InlineData("80-assessment.cedar", "@ground(\"assessment\")", "@ground(\"hope\")", "not a kind of ground")]
    [InlineData("80-assessment.cedar", "assessor-masking", "assessor-hiding", "unknown obligation `assessor-hiding`")]
    [InlineData("90-bars.cedar", "@missing_code(\"not-granted\")", "@missing_code(\"protected\")", "is @secret")]
    [InlineData("90-bars.cedar", "@missing_code(\"custody\")", "@missing_code(\"Custody å\")", "a @missing_code that is not lower-case")]
    [InlineData("90-bars.cedar", "context.staffAssigned", "context.staffAsigned", "90-bars.cedar:")] // No such attribute in the schema.
    [InlineData("90-bars.cedar", "context.staffAssigned", "context.childAge", "90-bars.cedar:")] // Not a truth value.
    [InlineData("90-bars.cedar", "principal", "principal == ?principal", "is a template, which would decide nothing")]
    [InlineData("delningsnav.cedarschema", "staffAssigned", "staffAsigned", "90-bars.cedar:")]
    [InlineData("delningsnav.cedarschema", "entity", "entitty", "delningsnav.cedarschema")]
    [InlineData("record-types.json", "\"damageTest\": \"reverse\"", "\"damageTest\": \"backwards\"", "record-types.json")]
    [InlineData("record-types.json", "\"secrecy\": \"pupil-health\"", "\"secrecy\": \"pupils\"", "unknown secrecy group `pupils`")]
    [InlineData("record-types.json", "\"generalklausul\"", "\"nyfikenhet\"", "unknown lift `nyfikenhet`")]
    [InlineData("record-types.json", "\"code\": \"iup\"", "\"code\": \"betyg\"", "record type `betyg` is there twice")]
    [InlineData("record-types.json", "\"code\": \"iup\"", "\"code\": \"IUP å\"", "must be lower-case words")]
    [InlineData("record-types.json", "\"mask-health-reasons\"", "\"mask-nothing\"", "unknown redaction `mask-nothing`")]
    [InlineData("record-types.json", "\"retentionClass\": \"kort\"", "\"retentionClass\": \"evig\"", "unknown retention class `evig`")]
    [InlineData("record-types.json", "\"branch\": \"health-care\"", "\"branch\": \"school\"", "which no policy knows")]
    [InlineData("record-types.json", "\"fi\": \"poissaolot\", ", "", "record type `franvaro` has no possessive name in `fi`")]
    [InlineData(
        "record-types.json", "\"fi\": \"poissaolot\"", "\"fi\": \" \"",
        "record type `franvaro` has no possessive name in `fi` that could be shown")]
    [InlineData(
        "record-types.json", "\"fi\": \"poissaolot\"", "\"fi\": \"poissaolot\", \"ku\": \"x\"",
        "record type `franvaro` has no possessive name in `ku` that could be shown")]
    [InlineData("record-types.json", "\"withoutPossessive\": true,", "", "record type `familjeradgivning` has no possessive name in `sv`")]
    [InlineData(
        "record-types.json", "\"possessive\": {", "\"withoutPossessive\": true, \"possessive\": {",
        "has possessive names and says that it has none")]
    [InlineData("usually-gathered.json", "\"franvaro\"", "\"franvarande\"", "usually-gathered.json: unknown record type `franvarande`")]
    [InlineData("usually-gathered.json", "\"franvaro\"", "\"Frånvaro\"", "usually-gathered.json: unknown record type `Frånvaro`")]
    [InlineData("usually-gathered.json", "\"franvaro\"", "\"betyg\"", "usually-gathered.json: record type `betyg` is there twice")]
    [InlineData("manifest.json", "\"usually-gathered.json\",", "", "`usually-gathered.json` lies in the folder but is not listed")]
    [InlineData("manifest.json", "\"90-bars.cedar\"", "\"91-bars.cedar\"", "no file `91-bars.cedar`")]
    [InlineData("manifest.json", "\"90-bars.cedar\"", "\"80-assessment.cedar\"", "`90-bars.cedar` lies in the folder but is not listed")]
    [InlineData("manifest.json", "\"90-bars.cedar\"", "\"../90-bars.cedar\"", "no file `../90-bars.cedar`")]
    [InlineData("manifest.json", "\"obligations.json\",", "", "`obligations.json` is not listed")]
    [InlineData("manifest.json", "2025-12-15", "last year", "manifest.json")]
    public void A_set_with_a_fault_is_refused_and_the_fault_is_named(string file, string part, string instead, string named)
    {
        Change(file, part, instead);

        var problem = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder));

        Assert.Contains(problem.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        Change("90-bars.cedar", "@law(\"OSL 5:5\")", "");
        Change("80-assessment.cedar", "assessor-masking", "assessor-hiding");
        Change("record-types.json", "\"generalklausul\"", "\"nyfikenhet\"");

        var problem = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder));

        Assert.Contains(problem.Faults, fault => fault.Contains("bar-marked-record", StringComparison.Ordinal));
        Assert.Contains(problem.Faults, fault => fault.Contains("assessor-hiding", StringComparison.Ordinal));
        Assert.Contains(problem.Faults, fault => fault.Contains("nyfikenhet", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_shipped_type_has_a_possessive_name_in_every_language_or_says_that_it_has_none()
    {
        var types = ReleasePolicies.Load(_folder).RecordTypes.All;

        var named = types.Where(type => type.Possessives.Count > 0);
        var without = types.Where(type => type.Possessives.Count == 0);

        Assert.All(
            from type in named from language in ConsentLanguages.All select type.PossessiveIn(language),
            name => Assert.False(string.IsNullOrWhiteSpace(name)));
        Assert.Equal(
            [
                "aterkoppling-hos-anmalaren", "aterkoppling-orosanmalan", "familjeradgivning", "forhandsbedomning", "orosanmalan-kopia",
                "orosanmalan-mottagen", "uppgift-om-anmalare",
            ],
            without.Select(type => type.Code.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_set_from_before_possessive_names_and_gathered_types_is_read_without_them_and_takes_them_from_another()
    {
        var shipped = ReleasePolicies.Load(_folder);
        var path = Path.Combine(_folder, "record-types.json");
        var lines = File.ReadAllLines(path).Where(line => !line.Contains("ossessive\":", StringComparison.Ordinal));
        File.WriteAllLines(path, lines);
        Change("manifest.json", "    \"usually-gathered.json\",\n", "");
        File.Delete(Path.Combine(_folder, "usually-gathered.json"));

        var earlier = ReleasePolicies.Load(_folder);
        var named = earlier.WithNamesOf(shipped);

        Assert.Null(earlier.UsuallyGathered);
        Assert.Null(earlier.RecordTypes.Find("franvaro").PossessiveIn("sv"));
        Assert.Equal("frånvaro", named.RecordTypes.Find("franvaro").PossessiveIn("sv-simple"));
        Assert.Equal(shipped.UsuallyGathered, named.UsuallyGathered);
        Assert.Equal((earlier.Hash, earlier.Rules), (named.Hash, named.Rules));
    }

    [Fact]
    public void A_folder_without_a_manifest_is_no_policy_set()
    {
        File.Delete(Path.Combine(_folder, "manifest.json"));

        var problem = Assert.Throws<PolicySetException>(() => RecordTypeCatalogue.Load(_folder));

        Assert.Contains("manifest.json", Assert.Single(problem.Faults), StringComparison.Ordinal);
    }

    private void Change(string file, string part, string instead)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(part, instead, StringComparison.Ordinal));
    }
}
