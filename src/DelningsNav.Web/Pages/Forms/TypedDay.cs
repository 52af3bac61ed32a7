using System.Globalization;
using DelningsNav.Hub.Foundation;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>Reads a day as staff type it, and writes a day as a form shows it.</summary>
internal static class TypedDay
{
    private const string Form = "yyyy-MM-dd";

    /// <summary>The day, or null if the text is not a day. In that case the field gets the message.</summary>
    public static DateOnly? Read(ModelStateDictionary faults, LocalizedString fault, string field, string? typed)
    {
        if (TryRead(typed, out var day))
        {
            return day;
        }

        faults.AddModelError(field, fault);
        return null;
    }

    /// <summary>Reads a day as it is typed, if it is one that the hub takes.</summary>
    public static bool TryRead(string? typed, out DateOnly day) =>
        DateOnly.TryParseExact(typed, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && SwedishTime.IsTaken(day);

    /// <summary>The day as it would be typed.</summary>
    public static string Of(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);
}
