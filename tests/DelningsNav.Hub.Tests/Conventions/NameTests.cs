using System.Reflection;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The naming rules of CONTRIBUTING that no compiler checks.</summary>
public class NameTests
{
    private static readonly string[] BannedEndings =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Processor", "Data", "Info", "Impl", "Base", "Service", "Dto",
        "Wrapper", "Repository",
    ];

    private static readonly string[] BannedFolders =
    [
        "Common", "Helpers", "Utilities", "Services", "Models", "Dtos", "Interfaces", "Core", "Shared",
    ];

    private static readonly string[] MomentEndings = ["At", "From", "Until", "To", "Now", "After", "Since"];

    [Fact]
    public void No_type_has_a_name_without_meaning()
    {
        var empty = Sources.CSharp("src").SelectMany(file => Sources.TypesDeclaredIn(file).Select(name => (file.Path, name)))
            .Where(type => BannedEndings.Any(ending => type.name.EndsWith(ending, StringComparison.Ordinal)));

        Assert.Empty(empty);
    }

    [Fact]
    public void Handler_and_Options_are_left_to_the_platform()
    {
        var ours = Sources.CSharp("src")
            .SelectMany(file => Sources.TypesDeclaredIn(file).Select(name => (File: file, Name: name)))
            .Where(type => type.Name.EndsWith("Handler", StringComparison.Ordinal)
                || type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(
                type => !type.File.Has($@"class {type.Name}\b[^{{;]*:\s*(DelegatingHandler|AuthenticationHandler<|AuthorizationHandler<)"));

        Assert.Empty(ours.Select(type => $"{type.File.Path}: {type.Name}"));
    }

    [Fact]
    public void No_folder_is_named_for_nothing_in_particular()
    {
        // Razor finds layouts and partial pages in a folder of this name only.
        var drawers = Sources.CSharp("src").Concat(Sources.CSharp("tests"))
            .Where(file => file.Path.Split('/')[..^1].Any(BannedFolders.Contains)
                && !file.Path.StartsWith("src/DelningsNav.Web/Pages/Shared/", StringComparison.Ordinal));

        Assert.Empty(drawers.Select(file => file.Path));
    }

    [Fact]
    public void Every_id_is_a_type_of_its_own_that_cannot_be_swapped()
    {
        var wrong = Sources.TypesOf(typeof(HubStart).Assembly)
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)))
            .Where(type => !type.IsValueType || !type.Name.EndsWith("Id", StringComparison.Ordinal)
                || type.GetMethods().Any(method => method.Name is "op_Implicit"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_entity_refers_to_another_by_a_bare_value()
    {
        var bare = StoredThings().SelectMany(thing => thing.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(Guid));

        Assert.Empty(bare.Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    [Fact]
    public void A_moment_is_named_for_when_it_is_and_is_never_a_local_time()
    {
        var properties = Sources.TypesOf(typeof(HubStart).Assembly).SelectMany(type => type.GetProperties()).ToList();

        var moments = properties.Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(DateTimeOffset))
            .Where(p => !MomentEndings.Any(ending => p.Name.EndsWith(ending, StringComparison.Ordinal)));
        var local = properties.Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(DateTime));
        Assert.Empty(moments.Select(p => $"{p.DeclaringType!.Name}.{p.Name}"));
        Assert.Empty(local);
    }

    [Fact]
    public void An_asynchronous_method_has_Async_in_its_name_and_takes_its_token_last()
    {
        var methods = Sources.Assemblies.SelectMany(Sources.TypesOf).Where(type => type.IsPublic)
            .SelectMany(
                type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType)
                || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            .ToList();

        var wrong = methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)
            || method.GetParameters().SkipLast(1).Any(p => p.ParameterType == typeof(CancellationToken))
            || method.GetParameters().Any(p => p.ParameterType == typeof(CancellationToken) && p.Name != "ct"));
        Assert.NotEmpty(methods);
        Assert.Empty(wrong.Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    [Fact]
    public void Entities_are_mapped_to_tables_in_HubModel_and_nowhere_else()
    {
        var mappings = Sources.TypesOf(typeof(HubStart).Assembly)
            .Where(
                type =>
                    type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)));
        var attributes = Sources.CSharp("src/DelningsNav.Hub").Where(file => file.Has(@"System\.ComponentModel\.DataAnnotations"));

        Assert.All(mappings, mapping => Assert.Equal("DelningsNav.Hub.HubModel", mapping.Namespace));
        Assert.Empty(attributes.Select(file => file.Path));
    }

    [Fact]
    public void No_unexecuted_query_leaves_the_hub()
    {
        var half = Sources.TypesOf(typeof(HubStart).Assembly).Where(type => type.IsPublic && type != typeof(HubDbContext))
            .SelectMany(
                type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.Name.StartsWith("IQueryable", StringComparison.Ordinal));

        Assert.Empty(half.Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    private static IEnumerable<Type> StoredThings() => Sources.TypesOf(typeof(HubStart).Assembly)
        .SelectMany(type => type.GetInterfaces())
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>))
        .Select(contract => contract.GetGenericArguments()[0])
        .Where(thing => thing.IsPublic);
}
