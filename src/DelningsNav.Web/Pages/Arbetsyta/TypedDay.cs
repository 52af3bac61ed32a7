using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>A day as staff type it, and as a form shows it again.</summary>
internal static class TypedDay
{
    private const string Form = "yyyy-MM-dd";

    // Days that a matter can be about. At the ends of the calendar neither the day after nor the moment it begins in Sweden exists.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>The day; or null, with what to do said at the field.</summary>
    public static DateOnly? Read(ModelStateDictionary faults, IStringLocalizer texts, string field, string? typed)
    {
        if (DateOnly.TryParseExact(typed, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= FirstYear and <= LastYear)
        {
            return day;
        }

        faults.AddModelError(field, texts["Fault_date"]);
        return null;
    }

    /// <summary>The day as it would be typed.</summary>
    public static string Of(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);
}
