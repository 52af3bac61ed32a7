using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// Names the members of a use case's request whose faults are shown at this field of a form, where the names differ. A field with the same
/// name as its member needs no attribute.
/// </summary>
/// <param name="members">The members as spelled on the wire. If none is given, the field shows the faults of every member that has no other
/// field.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FaultsAtAttribute(params string[] members) : Attribute
{
    /// <summary>The members. If the list is empty, the field shows the faults of every member that has no other field.</summary>
    public IReadOnlyList<string> Members { get; } = members;
}

/// <summary>Finds the field of a page that a fault belongs to.</summary>
internal static class FaultFields
{
    private const BindingFlags AnyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <summary>
    /// The field's name as the form has it. It is empty, which means the whole form, when the page has no field for the fault.
    /// </summary>
    /// <param name="page">The page model.</param>
    /// <param name="member">The member at fault as spelled on the wire. A dot separates a member from a member inside it.</param>
    public static string Of(Type page, string member)
    {
        var fields = page.GetProperties().Where(property => property.IsDefined(typeof(BindPropertyAttribute))).ToList();
        return Named(fields, member) ?? SameName(fields, member) ?? fields.Find(IsForOthers)?.Name ?? "";
    }

    private static string? Named(List<PropertyInfo> fields, string member) =>
        fields.Find(field => field.GetCustomAttribute<FaultsAtAttribute>()?.Members.Contains(member) == true)?.Name;

    private static string? SameName(List<PropertyInfo> fields, string member)
    {
        var parts = member.Split('.');
        var field = fields.Find(field => field.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        return parts.Length == 1 || field is null ? field?.Name
            : field.PropertyType.GetProperty(parts[1], AnyCase) is { } part ? $"{field.Name}.{part.Name}"
            : null;
    }

    private static bool IsForOthers(PropertyInfo field) => field.GetCustomAttribute<FaultsAtAttribute>() is { Members.Count: 0 };
}
