namespace DelningsNav.Cedar.Tests;

public sealed class ProductPoliciesTests
{
    [Fact]
    public void The_policies_of_the_product_validate_against_their_schema_without_a_warning()
    {
        var folder = PoliciesFolder();
        var schema = CedarSchema.Parse(File.ReadAllText(Path.Combine(folder, "delningsnav.cedarschema")), "delningsnav.cedarschema");
        var policies = CedarPolicySet.Combine(Directory.EnumerateFiles(folder, "*.cedar").Order()
            .Select(file => CedarPolicySet.Parse(File.ReadAllText(file), Path.GetFileName(file))));

        var problems = schema.Validate(policies);

        Assert.NotEmpty(policies.Policies);
        Assert.Empty(problems);
    }

    private static string PoliciesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the repository's root was not found above the tests");
        }

        return Path.Combine(folder.FullName, "policies");
    }
}
