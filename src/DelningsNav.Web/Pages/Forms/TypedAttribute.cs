using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// A field of a form that a draft saves (ADR 0032). It is filled from the form that was sent, or from the draft that the address names.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TypedAttribute : BindPropertyAttribute, IRequestPredicateProvider
{
    /// <summary>
    /// The form, not the address, is the source of the field, so that a link cannot fill it in. Only a field that supports GET
    /// is also read from the address.
    /// </summary>
    public override BindingSource? BindingSource => SupportsGet ? null : BindingSource.Form;

    Func<ActionContext, bool> IRequestPredicateProvider.RequestPredicate =>
        context =>
            SupportsGet
                || !HttpMethods.IsGet(context.HttpContext.Request.Method)
                || context.HttpContext.Features.Get<OpenDraft>() is not null;
}

/// <summary>Finds the fields of a form that a draft saves.</summary>
internal static class TypedFields
{
    // This is longer than the longest form that can be sent without a fault.
    private const int LongestDraft = 64 * 1024;

    /// <summary>The typed fields of a form, by name.</summary>
    public static Dictionary<string, string[]> Of(Type page, IFormCollection form)
    {
        var names = page.GetProperties()
            .Select(property => (property.Name, Typed: property.GetCustomAttribute<TypedAttribute>()))
            .Where(property => property.Typed is not null)
            .Select(property => property.Typed!.Name ?? property.Name)
            .ToList();
        return form.Where(field => names.Exists(name => field.Key == name || field.Key.StartsWith(name + ".", StringComparison.Ordinal)))
            .ToDictionary(field => field.Key, field => field.Value.Select(value => value ?? "").ToArray());
    }

    /// <summary>Whether the fields are short enough to be saved.</summary>
    public static bool CanBeSaved(IReadOnlyDictionary<string, string[]> fields) =>
        fields.Sum(field => field.Key.Length + field.Value.Sum(value => value.Length)) <= LongestDraft;
}
