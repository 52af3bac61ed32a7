using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The value of a covered component in a message (RFC 9421 sections 2.1 and 2.2).</summary>
internal static class ComponentValue
{
    public static bool TryFind(
        HttpMessage message, in ComponentId id, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        var source = id.OfRequest ? message.Request : message;
        if (source is null)
        {
            problem = $"component `{id.Name}` is to be taken from the request, which is not known here";
            return false;
        }

        value = id.IsDerived ? Derived(source, id) : Field(source.Fields, id);
        problem = value is null ? $"the message has no component `{id.Name}` of the kind asked for"
            : value.AsSpan().ContainsAnyExceptInRange(' ', '~') && value.Any(c => c is > '~' or (< ' ' and not '\t'))
                ? $"the value of component `{id.Name}` holds characters that cannot be signed"
            : null;
        return problem is null;
    }

    private static string? Derived(HttpMessage source, in ComponentId id)
    {
        if (source.TargetUri is not { } target)
        {
            return id.Name == "@status" ? source.Status?.ToString("000", CultureInfo.InvariantCulture) : null;
        }

        switch (id.Name)
        {
            case "@method":
                return source.Method;
            case "@target-uri":
                return target;
        }

        var parts = TargetParts.Of(target);
        var path = parts.Path.IsEmpty ? "/" : parts.Path;
        return id.Name switch
        {
            "@authority" => parts.NormalAuthority(),
            "@scheme" => parts.Scheme.ToString().ToLowerInvariant(),
            "@request-target" => $"{path}{parts.Query}",
            "@path" => path.ToString(),
            "@query" => parts.Query.IsEmpty ? "?" : parts.Query.ToString(),
            "@query-param" => QueryParameter.Find(parts.Query, id.Parameter!),
            _ => null,
        };
    }

    private static string? Field(HttpFields fields, in ComponentId id)
    {
        if (id.AsBytes)
        {
            // HTTP text is decoded as Latin-1 here. A line's bytes are therefore its characters in Latin-1.
            return fields.Contains(id.Name)
                ? string.Join(", ", fields.Lines(id.Name).Select(line => $":{Convert.ToBase64String(Encoding.Latin1.GetBytes(line))}:"))
                : null;
        }

        var combined = fields.Combined(id.Name);
        if (combined is null)
        {
            return null;
        }

        if (id.Key is { } key)
        {
            return FieldDictionary.TryParse(combined, out var dictionary) && dictionary.TryGet(key, out var member)
                ? member.ToString()
                : null;
        }

        return id.Reserialised ? KnownFields.Reserialise(id.Name, combined) : combined;
    }
}
