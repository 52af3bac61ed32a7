using System.Text;
using DelningsNav.Hub.Foundation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// The rule that derives the name of a column from the name of its property. The column's name is in lower case with underscores, and ends
/// with <c>_id</c> when the column is a reference.
/// </summary>
/// <remarks>If a mapping names its column explicitly, that name is not changed.</remarks>
internal static class ColumnNames
{
    public static void Apply(IMutableModel model)
    {
        foreach (var property in model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
            {
                property.SetColumnName(For(property.Name, Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType));
            }
        }
    }

    private static string For(string property, Type type)
    {
        var name = Snake(property);
        var isId = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
        return isId && name != "id" && !name.EndsWith("_id", StringComparison.Ordinal) && !name.EndsWith("_by", StringComparison.Ordinal)
            ? name + "_id"
            : name;
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
