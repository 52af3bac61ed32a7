using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// Declares a fact that the rules use. The attribute is on the property of <see cref="ReleaseFacts"/> that contains the fact: a truth
/// value, a whole number or a text.
/// </summary>
/// <param name="name">The fact's name in the question that policies read (<c>Question</c> in the schema).</param>
/// <param name="log">The fact's name in log entries. It never changes.</param>
/// <param name="case">The fact's name in the cases of the policy set.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RuleFactAttribute(string name, string log, string @case) : Attribute
{
    public string Name => name;

    public string Log => log;

    public string Case => @case;

    /// <summary>The value that prevents no release.</summary>
    public required object Open { get; init; }

    /// <summary>
    /// The value for log entries and sets of cases that are older than the fact; null when the fact has existed from the start.
    /// </summary>
    public object? Before { get; init; }

    /// <summary>Whether the fact is secret: the requester must not notice when its value is another than <see cref="Open"/>.</summary>
    public bool Secret { get; init; }
}

/// <summary>
/// A fact that <see cref="RuleFactAttribute"/> declares. Questions, log entries and cases are made from the list of these facts.
/// </summary>
public abstract class RuleFact
{
    private protected RuleFact(RuleFactAttribute declared) =>
        (Name, LogName, CaseName, IsSecret, MayBeAbsent) =
            (declared.Name, declared.Log, declared.Case, declared.Secret, declared.Before is not null);

    /// <summary>Every declared fact, in the order of the properties.</summary>
    public static IReadOnlyList<RuleFact> Declared { get; } =
    [
        .. from property in typeof(ReleaseFacts).GetProperties()
           let declared = property.GetCustomAttribute<RuleFactAttribute>()
           where declared is not null
           select Make(property, declared),
    ];

    /// <summary>The fact's name in log entries.</summary>
    public string LogName { get; }

    /// <summary>The fact's name in cases.</summary>
    public string CaseName { get; }

    internal string Name { get; }

    internal bool IsSecret { get; }

    /// <summary>
    /// Whether the fact may be absent, because log entries and sets of cases that are older than the fact can still be read.
    /// </summary>
    internal bool MayBeAbsent { get; }

    /// <summary>A description, in words, of the JSON value that is expected.</summary>
    internal abstract string Expected { get; }

    /// <summary>The value that prevents no release, in the form that policies read.</summary>
    internal abstract CedarValue OpenValue { get; }

    /// <summary>Writes the fact's name in log entries, and its value.</summary>
    public abstract void Write(Utf8JsonWriter json, ReleaseFacts facts);

    /// <summary>The facts with the value that the JSON contains, or null when that value is of another kind.</summary>
    public abstract ReleaseFacts? Read(ReleaseFacts facts, JsonElement value);

    /// <summary>
    /// The facts with the value for texts that are older than the fact, or null when the fact has existed from the start.
    /// </summary>
    public abstract ReleaseFacts? ReadAbsent(ReleaseFacts facts);

    /// <summary>Reads the value as the policies read it.</summary>
    internal abstract Func<ReleaseFacts, CedarValue> Value { get; }

    internal abstract bool IsOpen(ReleaseFacts facts);

    /// <summary>Sets the value that prevents no release, in facts that are being made.</summary>
    internal abstract void SetOpen(ReleaseFacts facts);

    private static RuleFact Make(PropertyInfo property, RuleFactAttribute declared) => declared.Open switch
    {
        bool => new Flag(property, declared),
        int => new Number(property, declared),
        string => new Text(property, declared),
        _ => throw new InvalidOperationException($"the fact {property.Name} is neither a truth value, a whole number nor a text"),
    };

    private abstract class Typed<T>(PropertyInfo property, RuleFactAttribute declared) : RuleFact(declared)
        where T : notnull
    {
        private readonly Func<ReleaseFacts, T> _get = property.GetMethod!.CreateDelegate<Func<ReleaseFacts, T>>();
        private readonly Action<ReleaseFacts, T> _set = property.SetMethod!.CreateDelegate<Action<ReleaseFacts, T>>();
        private readonly T _open = (T)declared.Open;
        private readonly object? _before = declared.Before;
        private readonly Func<ReleaseFacts, CedarValue> _value = ValueOfProperty(property);
        private readonly JsonEncodedText _logName = JsonEncodedText.Encode(declared.Log);

        internal override CedarValue OpenValue => ValueOf(_open);

        public override void Write(Utf8JsonWriter json, ReleaseFacts facts)
        {
            json.WritePropertyName(_logName);
            WriteValue(json, _get(facts));
        }

        public override ReleaseFacts? Read(ReleaseFacts facts, JsonElement value) =>
            TryRead(value, out var read) ? With(facts, read) : null;

        public override ReleaseFacts? ReadAbsent(ReleaseFacts facts) => _before is T before ? With(facts, before) : null;

        internal override Func<ReleaseFacts, CedarValue> Value => _value;

        internal override bool IsOpen(ReleaseFacts facts) => EqualityComparer<T>.Default.Equals(_get(facts), _open);

        internal override void SetOpen(ReleaseFacts facts) => _set(facts, _open);

        protected abstract CedarValue ValueOf(T value);

        protected abstract void WriteValue(Utf8JsonWriter json, T value);

        protected abstract bool TryRead(JsonElement value, [NotNullWhen(true)] out T? read);

        // Compiled, so that each fact of a question costs one call: a question is made for every decision.
        private static Func<ReleaseFacts, CedarValue> ValueOfProperty(PropertyInfo property)
        {
            var facts = Expression.Parameter(typeof(ReleaseFacts));
            Expression value = Expression.Property(facts, property);
            if (property.PropertyType == typeof(int))
            {
                value = Expression.Convert(value, typeof(long));
            }

            var made = Expression.Call(typeof(CedarValue), nameof(CedarValue.Of), null, value);
            return Expression.Lambda<Func<ReleaseFacts, CedarValue>>(Expression.Convert(made, typeof(CedarValue)), facts).Compile();
        }

        private ReleaseFacts With(ReleaseFacts facts, T value)
        {
            var changed = facts with { };
            _set(changed, value);
            return changed;
        }
    }

    private sealed class Flag(PropertyInfo property, RuleFactAttribute declared) : Typed<bool>(property, declared)
    {
        internal override string Expected => "true or false";

        protected override CedarValue ValueOf(bool value) => CedarValue.Of(value);

        protected override void WriteValue(Utf8JsonWriter json, bool value) => json.WriteBooleanValue(value);

        protected override bool TryRead(JsonElement value, out bool read)
        {
            read = value.ValueKind == JsonValueKind.True;
            return read || value.ValueKind == JsonValueKind.False;
        }
    }

    private sealed class Number(PropertyInfo property, RuleFactAttribute declared) : Typed<int>(property, declared)
    {
        internal override string Expected => "a whole number";

        protected override CedarValue ValueOf(int value) => CedarValue.Of((long)value);

        protected override void WriteValue(Utf8JsonWriter json, int value) => json.WriteNumberValue(value);

        protected override bool TryRead(JsonElement value, out int read)
        {
            read = 0;
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out read);
        }
    }

    private sealed class Text(PropertyInfo property, RuleFactAttribute declared) : Typed<string>(property, declared)
    {
        internal override string Expected => "a text";

        protected override CedarValue ValueOf(string value) => CedarValue.Of(value);

        protected override void WriteValue(Utf8JsonWriter json, string value) => json.WriteStringValue(value);

        protected override bool TryRead(JsonElement value, [NotNullWhen(true)] out string? read)
        {
            read = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return read is not null;
        }
    }
}
