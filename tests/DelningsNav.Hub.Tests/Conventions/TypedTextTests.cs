using System.Reflection;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// Text that people type enters the domain as <see cref="FreeText"/>: every other text that a use case accepts
/// is listed here with its reason.
/// </summary>
public sealed class TypedTextTests
{
    private static readonly Dictionary<string, string> Others = new()
    {
    };

    [Fact]
    public void Every_text_that_a_use_case_accepts_is_a_free_text_or_is_listed_here_with_its_reason()
    {
        var found = UseCases().SelectMany(Methods).SelectMany(Texts).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Equal(Others.Keys.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Only_a_field_makes_a_free_text() =>
        Assert.All(
            typeof(FreeText).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            constructor => Assert.Equal(typeof(TextField), constructor.GetParameters()[0].ParameterType));

    [Fact]
    public void The_domain_itself_reads_no_free_text_except_the_shipped_sets()
    {
        var readers = Sources.CSharp("src/DelningsNav.Hub")
            .Where(file => file.Has(@"\.Read\(""|DecisionNumber\.Field\.Read\("))
            .Select(file => Path.GetFileName(file.Path));

        Assert.Equal(["ShippedPolicySet.cs"], readers);
    }

    private static IEnumerable<Type> UseCases() =>
        typeof(HubServices).Assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && Methods(type).Any());

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Task)
                || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)));

    private static IEnumerable<string> Texts(MethodInfo method) =>
        method.GetParameters()
            .SelectMany(parameter => Texts(parameter.ParameterType, $"{method.DeclaringType!.Name}.{parameter.Name}", []));

    private static IEnumerable<string> Texts(Type type, string at, HashSet<Type> seen)
    {
        if (type == typeof(string))
        {
            return [at];
        }

        if (type.IsGenericType)
        {
            return type.GetGenericArguments().SelectMany(argument => Texts(argument, at, seen));
        }

        return type.Assembly != typeof(HubServices).Assembly || type == typeof(FreeText) || type.IsEnum || !seen.Add(type)
            ? []
            : type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanWrite)
                .SelectMany(property => Texts(property.PropertyType, $"{type.Name}.{property.Name}", seen));
    }
}
