using System.Reflection;
using DelningsNav.Hub.Releases;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>Promise 10: <see cref="ReleaseInformation"/> is the only code path that opens a record for another party.</summary>
public sealed class Promise10_NoWayRoundTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Only_ReleaseInformation_opens_the_vault() =>
        Assert.Equal([nameof(ReleaseInformation)], CallersOf(typeof(Vault).GetMethod(nameof(Vault.OpenAsync))!));

    [Fact]
    public void Only_ReleaseInformation_makes_a_release() =>
        Assert.Equal([nameof(ReleaseInformation)], CallersOf(typeof(Release).GetMethod(nameof(Release.From), Everything)!));

    [Fact]
    public void A_release_cannot_be_made_from_outside_nor_without_a_receipt()
    {
        var constructor = Assert.Single(typeof(Release).GetConstructors(Everything));

        Assert.True(constructor.IsPrivate);
        Assert.Contains(constructor.GetParameters(), p => p.ParameterType == typeof(AuditLog.AuditReceipt));
        Assert.Equal([nameof(Release)], CallersOf(constructor));
        Assert.True(typeof(Release).IsSealed);
    }

    [Fact]
    public void The_vault_opens_for_a_release_and_for_nothing_else()
    {
        var public_ = typeof(Vault).GetMethods(Everything).Where(m => !m.IsPrivate).Select(m => m.Name).Order(StringComparer.Ordinal);

        Assert.False(typeof(Vault).IsPublic);
        Assert.Equal([nameof(Vault.OpenAsync), nameof(Vault.PutAsync)], public_);
        Assert.Equal(typeof(Release), typeof(Vault).GetMethod(nameof(Vault.OpenAsync))!.GetParameters()[0].ParameterType);
    }

    [Theory]
    [InlineData("vault_documents", "Vault.cs")]
    [InlineData("person_keys", "KeyFileAge.cs,PeopleMappings.cs,RequestRow.cs,SealedColumns.cs,Vault.cs")]
    public void No_other_source_file_names_the_vaults_tables(string table, string named)
    {
        var files = Directory.EnumerateFiles(Path.Combine(TestHub.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(table, StringComparison.OrdinalIgnoreCase))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);

        Assert.Equal(named.Split(','), files);
    }

    [Fact]
    public void No_mapped_entity_has_a_records_content()
    {
        var holders = typeof(Hub.Records.Record)
            .GetProperties()
            .Where(p => p.PropertyType == typeof(byte[]) || p.PropertyType == typeof(ReadOnlyMemory<byte>));

        Assert.Empty(holders);
    }

    // Reads the compiled program: every method whose code refers to the target, by the outermost type that declares it.
    private static IReadOnlyList<string> CallersOf(MethodBase target) =>
    [
        .. typeof(ReleaseInformation).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
            .Where(method => Names(method.GetMethodBody()?.GetILAsByteArray() ?? [], target.MetadataToken))
            .Select(method => Outermost(method.DeclaringType!).Name)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    // A call, a virtual call, a new object or a function pointer is an opcode before the method's token.
    private static bool Names(byte[] code, int token)
    {
        for (var i = 1; i + 4 <= code.Length; i++)
        {
            if (BitConverter.ToInt32(code, i) == token && code[i - 1] is (0x28 or 0x6F or 0x73 or 0x06 or 0x07))
            {
                return true;
            }
        }

        return false;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
