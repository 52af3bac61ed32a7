namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>A type of values, as a generated schema declares it.</summary>
internal abstract record Kind
{
    public static readonly Kind Bool = new Simple("Bool");
    public static readonly Kind Long = new Simple("Long");
    public static readonly Kind String = new Simple("String");
    public static readonly Kind Decimal = new Simple("decimal");
    public static readonly Kind Ip = new Simple("ipaddr");
    public static readonly Kind Datetime = new Simple("datetime");
    public static readonly Kind Duration = new Simple("duration");

    public static readonly Kind[] Scalars = [Bool, Long, String, Decimal, Ip, Datetime, Duration];

    /// <summary>The type as it is written in a schema.</summary>
    public abstract string Written { get; }

    public static string Quoted(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether the name can be written without quotation marks.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetter(c) || c == '_')
        && name is not ("if" or "in" or "is" or "has" or "like" or "true" or "false" or "then" or "else" or "__cedar");

    internal sealed record Simple(string Name) : Kind
    {
        public override string Written => Name;
    }

    internal sealed record Entity(string Type) : Kind
    {
        public override string Written => Type;
    }

    internal sealed record Set(Kind Item) : Kind
    {
        public override string Written => $"Set<{Item.Written}>";
    }

    /// <summary>A record; one with a name is declared as a common type.</summary>
    internal sealed record Record(Member[] Members, string? Name = null) : Kind
    {
        public override string Written => Name ?? Shape;

        public string Shape => $"{{ {string.Join(", ", Members.Select(Declaration))} }}";

        private static string Declaration(Member member)
        {
            var name = IsPlain(member.Name) ? member.Name : Quoted(member.Name);
            return $"{name}{(member.IsOptional ? "?" : string.Empty)}: {member.Kind.Written}";
        }
    }
}

/// <summary>One attribute of a record or an entity.</summary>
internal sealed record Member(string Name, Kind Kind, bool IsOptional);
