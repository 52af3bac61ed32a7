using DelningsNav.Cedar.Extensions;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>The types of an extension function's parameters and result. The receiver of a method is its first parameter.</summary>
/// <remarks>The example is a text that a constructor accepts. Other functions do not have an example.</remarks>
internal sealed record Signature(SchemaType[] Parameters, SchemaType Result, string? Example = null)
{
    private static readonly Dictionary<string, Signature> ByName = new(StringComparer.Ordinal)
    {
        ["decimal"] = new([SchemaType.String], SchemaType.Decimal, "1.5"),
        ["lessThan"] = new([SchemaType.Decimal, SchemaType.Decimal], SchemaType.Bool),
        ["lessThanOrEqual"] = new([SchemaType.Decimal, SchemaType.Decimal], SchemaType.Bool),
        ["greaterThan"] = new([SchemaType.Decimal, SchemaType.Decimal], SchemaType.Bool),
        ["greaterThanOrEqual"] = new([SchemaType.Decimal, SchemaType.Decimal], SchemaType.Bool),

        ["ip"] = new([SchemaType.String], SchemaType.Ip, "10.0.0.0/8"),
        ["isIpv4"] = new([SchemaType.Ip], SchemaType.Bool),
        ["isIpv6"] = new([SchemaType.Ip], SchemaType.Bool),
        ["isLoopback"] = new([SchemaType.Ip], SchemaType.Bool),
        ["isMulticast"] = new([SchemaType.Ip], SchemaType.Bool),
        ["isInRange"] = new([SchemaType.Ip, SchemaType.Ip], SchemaType.Bool),

        ["datetime"] = new([SchemaType.String], SchemaType.Datetime, "2026-08-17T08:00:00Z"),
        ["offset"] = new([SchemaType.Datetime, SchemaType.Duration], SchemaType.Datetime),
        ["durationSince"] = new([SchemaType.Datetime, SchemaType.Datetime], SchemaType.Duration),
        ["toDate"] = new([SchemaType.Datetime], SchemaType.Datetime),
        ["toTime"] = new([SchemaType.Datetime], SchemaType.Duration),

        ["duration"] = new([SchemaType.String], SchemaType.Duration, "1d12h"),
        ["toMilliseconds"] = new([SchemaType.Duration], SchemaType.Long),
        ["toSeconds"] = new([SchemaType.Duration], SchemaType.Long),
        ["toMinutes"] = new([SchemaType.Duration], SchemaType.Long),
        ["toHours"] = new([SchemaType.Duration], SchemaType.Long),
        ["toDays"] = new([SchemaType.Duration], SchemaType.Long),
    };

    public bool IsConstructor => Example is not null;

    public static Signature Of(ExtensionFunction function) => ByName[function.Name];
}
