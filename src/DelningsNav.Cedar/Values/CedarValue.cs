using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Cedar;

/// <summary>A value of the Cedar language. Values never change, and are compared by content.</summary>
/// <remarks>
/// The nested sealed classes are the only kinds of values. Sets and records may be nested at most <see cref="MaxDepth"/> deep, so that a
/// comparison or the printing of a value can never exhaust the stack.
/// </remarks>
[SuppressMessage("Naming", "CA1720", Justification = "The kinds have the names that Cedar's documentation gives them.")]
public abstract partial class CedarValue : IEquatable<CedarValue>
{
    /// <summary>How deep sets and records may be nested in each other.</summary>
    public const int MaxDepth = 600;

    private protected CedarValue()
    {
    }

    /// <summary>The name of this kind of value in error messages.</summary>
    internal abstract string TypeName { get; }

    /// <summary>Zero for a value without inner values, otherwise one more than the depth of the deepest inner value.</summary>
    internal virtual int Depth => 0;

    /// <summary>The Cedar value of a boolean. There are exactly two such objects.</summary>
    public static Bool Of(bool value) => value ? Bool.True : Bool.False;

    /// <summary>The Cedar value of a whole number.</summary>
    public static Long Of(long value) => Long.From(value);

    /// <summary>The Cedar value of a text.</summary>
    public static String Of(string value) => new(value);

    /// <summary>The Cedar value that refers to an entity, which need not exist.</summary>
    public static Entity Of(EntityUid value) => new(value);

    /// <summary>The Cedar <c>datetime</c> of a moment, cut to whole milliseconds.</summary>
    public static Datetime Of(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds());

    /// <summary>The Cedar <c>duration</c> of a length of time, cut to whole milliseconds.</summary>
    public static Duration Of(TimeSpan value) => new(value.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>The set of the values. Equal values count once.</summary>
    /// <exception cref="ArgumentException">The set would be nested deeper than <see cref="MaxDepth"/>.</exception>
    public static Set SetOf(params IEnumerable<CedarValue> items) => new([.. items]);

    /// <summary>The record of the attributes.</summary>
    /// <exception cref="ArgumentException">
    /// A name occurs twice, or the record would be nested deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static Record RecordOf(params IEnumerable<KeyValuePair<string, CedarValue>> attributes) => new([.. attributes]);

    /// <summary>The record of the attributes.</summary>
    /// <exception cref="ArgumentException">
    /// A name occurs twice, or the record would be nested deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static Record RecordOf(params (string Name, CedarValue Value)[] attributes) =>
        RecordOf(attributes.Select(a => KeyValuePair.Create(a.Name, a.Value)));

    /// <summary>Whether both values are of the same kind with the same content. The comparison never fails.</summary>
    public abstract bool Equals(CedarValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is CedarValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value in the form in which a policy contains it.</summary>
    public abstract override string ToString();

    private static int Over(int depth) => depth < MaxDepth
        ? depth + 1
        : throw new ArgumentException($"sets and records may be nested at most {MaxDepth} deep");
}
