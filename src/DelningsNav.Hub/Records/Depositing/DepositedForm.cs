using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Records.Depositing;

/// <summary>
/// Checks structured content at the deposit: the documented form of its type, if the type has one, and the size of its tables. Every fault
/// is named at once, by place and never by value.
/// </summary>
/// <remarks>
/// A type without a documented form takes any JSON, but the hub can mask nothing in it: it is then treated as a PDF is (ADR 0035).
/// </remarks>
internal static class DepositedForm
{
    /// <summary>The greatest number of cells of a table: its rows times its different columns.</summary>
    public const int MostCells = 20_000;

    /// <summary>The greatest number of different columns of a table.</summary>
    public const int MostColumns = 100;

    private const string Field = "content";
    private const int MostNamed = 20;

    public static IReadOnlyList<Fault> FaultsOf(RecordDeposit deposit, RecordForms forms)
    {
        if (deposit.MediaType != "application/json" || !ContentType.Agrees(deposit.MediaType, deposit.Content.Span))
        {
            return [];
        }

        using var content = JsonDocument.Parse(deposit.Content, new JsonDocumentOptions { MaxDepth = 64 });
        return [.. OfForm(content.RootElement, deposit.Type, forms), .. OfTables(content.RootElement)];
    }

    private static IEnumerable<Fault> OfForm(JsonElement content, RecordTypeCode type, RecordForms forms)
    {
        if (forms.Of(type) is not { Count: > 0 } known)
        {
            return [];
        }

        if (forms.Find(type, content) is not { } form)
        {
            return [new Fault(
                Field, "form-unknown",
                $"structured content of the type `{type}` names its form in the member `{RecordForm.Format}`: "
                + string.Join(", ", known.Select(one => $"`{one.Name}`")))];
        }

        var faults = form.FaultsOf(content);
        return faults.Take(MostNamed).Select(fault => Said(form, fault)).Concat(
            faults.Count > MostNamed
                ? [new Fault(Field, "form-more-faults", $"there are {faults.Count - MostNamed} more differences from `{form.Name}`")]
                : []);
    }

    private static Fault Said(RecordForm form, FormFault fault) => fault.Kind switch
    {
        FormFaultKind.UnknownMember => new Fault(
            Field, "form-unknown-member", $"`{form.Name}` has no member `{fault.Place}`, so nobody knows whether it must be masked"),
        FormFaultKind.MissingMember => new Fault(Field, "form-missing-member", $"`{form.Name}` requires the member `{fault.Place}`"),
        FormFaultKind.WrongKind => new Fault(
            Field, "form-wrong-kind",
            $"`{(fault.Place.Length == 0 ? "/" : fault.Place)}` has another kind of value than `{form.Name}` states"),
    };

    // A table is laid out as rows times columns, also where most cells are empty. Without a limit a small document becomes a huge page.
    private static IEnumerable<Fault> OfTables(JsonElement content) =>
        IsTooLarge(content)
            ? [new Fault(
                Field, "table-too-large",
                $"a list of objects is a table: it may have at most {MostColumns} different members, and rows times members may be at most "
                + $"{MostCells}; deposit a shorter period or fewer members")]
            : [];

    private static bool IsTooLarge(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return value.EnumerateObject().Any(member => IsTooLarge(member.Value));
            case JsonValueKind.Array:
                var (rows, columns) = (0, new HashSet<string>(StringComparer.Ordinal));
                foreach (var item in value.EnumerateArray())
                {
                    if (IsTooLarge(item))
                    {
                        return true;
                    }

                    if (item.ValueKind == JsonValueKind.Object)
                    {
                        rows++;
                        columns.UnionWith(item.EnumerateObject().Select(member => member.Name));
                        if (columns.Count > MostColumns || (long)rows * columns.Count > MostCells)
                        {
                            return true;
                        }
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
