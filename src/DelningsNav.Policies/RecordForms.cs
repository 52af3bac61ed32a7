using System.Text.Json;

namespace DelningsNav.Policies;

/// <summary>
/// The documented forms of structured records (JSON). A form lists every member that a record may have, and for each masking obligation the
/// members that remain. Anything else is not masked (ADR 0035).
/// </summary>
public sealed class RecordForms
{
    private readonly IReadOnlyList<RecordForm> _forms;

    internal RecordForms(IReadOnlyList<RecordForm> forms) => _forms = forms;

    /// <summary>No form at all, as in a set that is older than forms: no structured record can be masked under it.</summary>
    public static RecordForms None { get; } = new([]);

    /// <summary>Every form, in the order of the file.</summary>
    public IReadOnlyList<RecordForm> All => _forms;

    /// <summary>The forms of a type of record. Empty when none is documented; a record of such a type is treated as a PDF is.</summary>
    public IReadOnlyList<RecordForm> Of(RecordTypeCode type) => [.. _forms.Where(form => form.RecordType == type)];

    /// <summary>The form that a record names in its member <c>format</c>, or null when its type has no such form.</summary>
    public RecordForm? Find(RecordTypeCode type, JsonElement content) =>
        RecordForm.NameIn(content) is { } name ? _forms.FirstOrDefault(form => form.RecordType == type && form.Name == name) : null;
}

/// <summary>One documented form: the members of a structured record of one type.</summary>
/// <param name="Name">The name and version, as records state it, for example <c>delningsnav.absence/1</c>.</param>
/// <param name="RecordType">The type of record.</param>
/// <param name="Members">The members of the outermost object.</param>
public sealed record RecordForm(string Name, RecordTypeCode RecordType, IReadOnlyList<FormMember> Members)
{
    /// <summary>The member in which a record names its form.</summary>
    public const string Format = "format";

    /// <summary>The name of the form that a record states, or null.</summary>
    public static string? NameIn(JsonElement content) =>
        content.ValueKind == JsonValueKind.Object && content.TryGetProperty(Format, out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    /// <summary>
    /// Every way in which a record differs from the form; empty when it follows the form. Each fault names a place and never a value.
    /// </summary>
    public IReadOnlyList<FormFault> FaultsOf(JsonElement content)
    {
        var faults = new List<FormFault>();
        Check(content, Members, "", faults);
        return [.. faults.Distinct()];
    }

    private static void Check(JsonElement value, IReadOnlyList<FormMember> members, string path, List<FormFault> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FormFault(path, FormFaultKind.WrongKind));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (members.FirstOrDefault(known => known.Name == member.Name) is { } known)
            {
                Check(member.Value, known, $"{path}/{known.Name}", faults);
            }
            else
            {
                faults.Add(new FormFault($"{path}/{PlaceNames.Of(member.Name)}", FormFaultKind.UnknownMember));
            }
        }

        faults.AddRange(members.Where(member => !member.Optional && !value.TryGetProperty(member.Name, out _))
            .Select(member => new FormFault($"{path}/{member.Name}", FormFaultKind.MissingMember)));
    }

    private static void Check(JsonElement value, FormMember member, string path, List<FormFault> faults)
    {
        if (member.Kind == FormKind.List && value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(item, member.Items, $"{path}/*", faults);
            }
        }
        else if (!member.Takes(value))
        {
            faults.Add(new FormFault(path, FormFaultKind.WrongKind));
        }
    }
}

/// <summary>One member of a form.</summary>
public sealed record FormMember
{
    /// <summary>The greatest length of a name, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>The member's name in the record.</summary>
    public required string Name { get; init; }

    /// <summary>What the member contains.</summary>
    public required FormKind Kind { get; init; }

    /// <summary>Whether a record may lack the member.</summary>
    public bool Optional { get; init; }

    /// <summary>The values that a code may have.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>
    /// The codes of the masking obligations under which the member remains. Under every other masking obligation it is removed.
    /// </summary>
    public IReadOnlyList<string> Stays { get; init; } = [];

    /// <summary>The members of each item of a list.</summary>
    public IReadOnlyList<FormMember> Items { get; init; } = [];

    /// <summary>Whether the member remains under an obligation. A list remains, and its items lose their own members.</summary>
    public bool StaysUnder(string obligation) => Kind == FormKind.List || Stays.Contains(obligation);

    internal bool Takes(JsonElement value) => Kind switch
    {
        FormKind.Figure => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null,
        FormKind.Date => value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(
            value.GetString(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None, out _),
        FormKind.Code => value.ValueKind == JsonValueKind.String && Values.Contains(value.GetString()!),
        FormKind.Name => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestName } name
            && !name.Any(char.IsControl),
        FormKind.Text => value.ValueKind == JsonValueKind.String,
        FormKind.List => false,
    };
}

/// <summary>What a member of a form contains.</summary>
public enum FormKind
{
    /// <summary>A number, or null where it is unknown.</summary>
    Figure,

    /// <summary>A day, as <c>2026-08-17</c>.</summary>
    Date,

    /// <summary>One of a list of words.</summary>
    Code,

    /// <summary>The name of a person, a school or a place, on one line.</summary>
    Name,

    /// <summary>Free text. No masking obligation lets it remain, because nobody knows what it tells.</summary>
    Text,

    /// <summary>A list of objects with members of their own.</summary>
    List,
}

/// <summary>A difference between a record and its form.</summary>
/// <param name="Place">Where it is: member names from the outermost object, with <c>*</c> for any item of a list. No value.</param>
/// <param name="Kind">What differs.</param>
public sealed record FormFault(string Place, FormFaultKind Kind);

/// <summary>How a record differs from its form.</summary>
public enum FormFaultKind
{
    /// <summary>The form has no such member.</summary>
    UnknownMember,

    /// <summary>The form requires a member that the record lacks.</summary>
    MissingMember,

    /// <summary>The member has a value of another kind than the form states.</summary>
    WrongKind,
}

/// <summary>Member names as a fault may repeat them. A name with many digits can be an identity number, and is not repeated.</summary>
internal static class PlaceNames
{
    private const int Longest = 60;
    private const int MostDigits = 5;

    public static string Of(string name) =>
        name.Length is > 0 and <= Longest && name.Count(char.IsDigit) <= MostDigits
            && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ' or '.')
            ? name
            : "(a name that is not repeated here)";
}
