using System.Diagnostics.CodeAnalysis;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The id of a covered part of a message (RFC 9421 section 2). The order of parameters does not matter for equality.</summary>
/// <param name="Name">A field's name in lower case, or a derived component, for example <c>@method</c>.</param>
/// <param name="OfRequest"><c>req</c>: the part is taken from the request that a response answers.</param>
/// <param name="Reserialised"><c>sf</c>: the part is a structured field in its canonical form.</param>
/// <param name="AsBytes"><c>bs</c>: each line of the field is encoded as a byte sequence.</param>
/// <param name="Key"><c>key</c>: the key of one member of a dictionary field, which is the covered part.</param>
/// <param name="Parameter"><c>name</c>: the name of the covered query parameter, percent-encoded.</param>
internal readonly record struct ComponentId(
    string Name, bool OfRequest, bool Reserialised, bool AsBytes, string? Key, string? Parameter)
{
    public bool IsDerived => Name.StartsWith('@');

    public static bool TryRead(Item item, out ComponentId id, [NotNullWhen(false)] out string? problem)
    {
        id = default;
        if (item.Value is not BareItem.String { Value: { Length: > 0 } name } || name.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            problem = "a covered component must be named by a string in lower case";
            return false;
        }

        id = new ComponentId(name, false, false, false, null, null);
        foreach (var (key, value) in item.Parameters)
        {
            switch (key, value)
            {
                case ("req", BareItem.Boolean { Value: true }):
                    id = id with { OfRequest = true };
                    break;
                case ("sf", BareItem.Boolean { Value: true }) when !id.IsDerived:
                    id = id with { Reserialised = true };
                    break;
                case ("bs", BareItem.Boolean { Value: true }) when !id.IsDerived:
                    id = id with { AsBytes = true };
                    break;
                case ("key", BareItem.String member) when !id.IsDerived:
                    id = id with { Key = member.Value };
                    break;
                case ("name", BareItem.String parameter) when name == "@query-param":
                    id = id with { Parameter = parameter.Value };
                    break;
                default:
                    problem = $"component `{name}` has a parameter `{key}` that does not fit it or is not supported";
                    return false;
            }
        }

        problem = item.Parameters.HasRepeatedKeys ? $"component `{name}` has the same parameter twice"
            : id.AsBytes && (id.Reserialised || id.Key is not null) ? $"component `{name}` cannot be both `bs` and `sf` or `key`"
            : name == "@query-param" && id.Parameter is null ? "component `@query-param` must say which parameter by `name`"
            : null;
        return problem is null;
    }
}
