using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>Reads a day as staff type it, and writes a day as a form shows it.</summary>
internal static class TypedDay
{
    private const string Form = "yyyy-MM-dd";

    // Only days in these years are accepted. At the ends of the calendar, the next day and the moment when a day begins in Sweden do not
    // exist.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>The day, or null if the text is not a day. In that case the field gets a message that says what to do.</summary>
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
