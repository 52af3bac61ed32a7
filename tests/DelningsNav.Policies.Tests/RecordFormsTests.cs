using System.Text.Json;

namespace DelningsNav.Policies.Tests;

/// <summary>The documented forms of structured records: what a set may state, and what a record that follows a form looks like.</summary>
public sealed class RecordFormsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forms-").FullName;

    public RecordFormsTests()
    {
        foreach (var file in Directory.EnumerateFiles(PolicyCases.Folder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_member_of_every_form_is_removed_under_a_mask_unless_the_form_lets_it_remain()
    {
        var policies = PolicyCases.Policies.Value;
        var form = Assert.Single(policies.RecordForms.All);

        Assert.Equal("delningsnav.absence/1", form.Name);
        Assert.Equal(["franvaro"], policies.RecordForms.All.Select(one => one.RecordType.Code));
        foreach (var mask in policies.Obligations.Values.Where(obligation => obligation.Masks))
        {
            Assert.All(Members(form.Members), member => Assert.False(member.Kind == FormKind.Text && member.StaysUnder(mask.Code)));
        }

        Assert.False(form.Members.Single(member => member.Name == "school").StaysUnder("mask-protected-contact-details"));
    }

    [Fact]
    public void A_mask_that_is_new_to_a_form_removes_everything_but_lists()
    {
        var form = Assert.Single(PolicyCases.Policies.Value.RecordForms.All);

        Assert.All(Members(form.Members), member => Assert.Equal(member.Kind == FormKind.List, member.StaysUnder("mask-something-new")));
    }

    [Fact]
    public void A_set_that_is_older_than_forms_has_none()
    {
        File.Delete(Path.Combine(_folder, "record-forms.json"));
        Change("manifest.json", "    \"record-forms.json\",\n", "");

        var policies = ReleasePolicies.Load(_folder);

        Assert.Empty(policies.RecordForms.All);
        Assert.Null(policies.RecordForms.Find(RecordTypeCode.Parse("franvaro"), Json("""{"format":"delningsnav.absence/1"}""")));
    }

    [Theory]
    [InlineData("\"recordType\": \"franvaro\"", "\"recordType\": \"franvarr\"", "unknown record type `franvarr`")]
    [InlineData("\"kind\": \"text\", \"optional\": true", "\"kind\": \"text\", \"stays\": [\"mask-others\"]", "keeps the free text")]
    [InlineData("\"mask-reporter\", \"assessor-masking\"", "\"purpose-bound\"", "under `purpose-bound`, which masks nothing")]
    [InlineData("\"mask-reporter\", \"assessor-masking\"", "\"mask-nothing\"", "under `mask-nothing`, which masks nothing")]
    [InlineData("\"name\": \"to\"", "\"name\": \"from\"", "/total/*/from` twice")]
    [InlineData("\"name\": \"school\", \"kind\": \"name\"", "\"name\": \"school\", \"kind\": \"list\"", "exactly when it is a list")]
    [InlineData("\"name\": \"school\", \"kind\": \"name\"", "\"name\": \"school\", \"kind\": \"code\"", "exactly when it is a code")]
    [InlineData("\"values\": [\"delningsnav.absence/1\"]", "\"values\": [\"delningsnav.absence/2\"]", "its own name as the only value")]
    [InlineData("\"kind\": \"figure\"", "\"kind\": \"whatever\"", "record-forms.json")]
    public void A_form_that_would_mask_wrongly_is_not_read(string instead, string written, string fault)
    {
        Change("record-forms.json", instead, written);

        var faults = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder)).Faults;

        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_form_in_the_folder_that_the_manifest_does_not_list_is_a_fault()
    {
        Change("manifest.json", "    \"record-forms.json\",\n", "");

        var faults = Assert.Throws<PolicySetException>(() => ReleasePolicies.Load(_folder)).Faults;

        Assert.Contains(faults, one => one.Contains("`record-forms.json` lies in the folder but is not listed", StringComparison.Ordinal));
    }

    private static IEnumerable<FormMember> Members(IEnumerable<FormMember> members) =>
        members.SelectMany(member => Members(member.Items).Prepend(member));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private void Change(string file, string instead, string written)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(instead, StringComparison.Ordinal);
        Assert.True(at >= 0, instead);
        File.WriteAllText(path, text[..at] + written + text[(at + instead.Length)..]);
    }
}
