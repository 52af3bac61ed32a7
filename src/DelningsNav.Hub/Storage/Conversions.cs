using System.Reflection;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DelningsNav.Hub.Storage;

/// <summary>How columns store the hub's own types: ids as UUIDs, moments as Unix milliseconds, enums by name, codes as words.</summary>
internal static class Conversions
{
    public static void Register(ModelConfigurationBuilder builder)
    {
        foreach (var id in Ids())
        {
            builder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        }

        builder.Properties<Enum>().HaveConversion<string>();
        builder.Properties<DateTimeOffset>().HaveConversion<MomentConverter>();
        builder.Properties<PurposeCode>().HaveConversion<PurposeConverter>();
        builder.Properties<RecordTypeCode>().HaveConversion<RecordTypeConverter>();
        builder.Properties<IReadOnlyList<RecordTypeCode>>().HaveConversion<RecordTypesConverter, RecordTypesComparer>();
        builder.Properties<RetentionPromise>().HaveConversion<RetentionPromiseConverter>();
        builder.Properties<IReadOnlyList<string>>().HaveConversion<WordsConverter, WordsComparer>();
    }

    private static IEnumerable<Type> Ids() => Assembly.GetExecutingAssembly().GetTypes().Where(type =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)));
}

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value))
    where TId : struct, IId<TId>
{
    private static TId Make(Guid value) => TId.From(value);
}

internal sealed class MomentConverter() : ValueConverter<DateTimeOffset, long>(
    at => at.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

internal sealed class PurposeConverter() : ValueConverter<PurposeCode, string>(purpose => purpose.Code, text => PurposeCode.Parse(text));

internal sealed class RecordTypeConverter() : ValueConverter<RecordTypeCode, string>(type => type.Code, text => RecordTypeCode.Parse(text));

internal sealed class RecordTypesConverter() : ValueConverter<IReadOnlyList<RecordTypeCode>, string>(
    types => string.Join(' ', types), text => Split(text))
{
    internal static RecordTypeCode[] Split(string text) => Array.ConvertAll(WordsConverter.Split(text), RecordTypeCode.Parse);
}

internal sealed class RecordTypesComparer() : ValueComparer<IReadOnlyList<RecordTypeCode>>(
    (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)),
    types => types.Aggregate(0, (hash, type) => HashCode.Combine(hash, type.GetHashCode())),
    types => types);

internal sealed class RetentionPromiseConverter() : ValueConverter<RetentionPromise, string>(
    promise => promise.Code, text => RetentionPromise.Parse(text));

internal sealed class WordsConverter() : ValueConverter<IReadOnlyList<string>, string>(
    words => string.Join(' ', words), text => Split(text))
{
    internal static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class WordsComparer() : ValueComparer<IReadOnlyList<string>>(
    (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)),
    words => words.Aggregate(0, (hash, word) => HashCode.Combine(hash, word.GetHashCode(StringComparison.Ordinal))),
    words => words);
