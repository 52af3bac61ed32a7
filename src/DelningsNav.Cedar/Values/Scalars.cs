using System.Globalization;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A boolean. There are exactly two objects of this kind. They may therefore be compared by reference.</summary>
    public sealed class Bool : CedarValue
    {
        internal static readonly Bool True = new(true);
        internal static readonly Bool False = new(false);

        private Bool(bool value) => Value = value;

        /// <summary>The boolean itself.</summary>
        public bool Value { get; }

        internal override string TypeName => "bool";

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => ReferenceEquals(this, other);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(1, Value);

        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A whole number of 64 bits with sign.</summary>
    public sealed class Long : CedarValue
    {
        private static readonly Long[] Small = [.. Enumerable.Range(-128, 1152).Select(n => new Long(n))];

        private Long(long value) => Value = value;

        /// <summary>The number itself.</summary>
        public long Value { get; }

        internal override string TypeName => "long";

        internal static Long From(long value) => value is >= -128 and < 1024 ? Small[value + 128] : new Long(value);

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => other is Long o && o.Value == Value;

        // HashCode has a new random seed in each process, so that nobody can choose numbers with the same hash.
        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(2, Value);

        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A text.</summary>
    public sealed class String : CedarValue
    {
        internal String(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Value = value;
        }

        /// <summary>The text itself, not escaped.</summary>
        public string Value { get; }

        internal override string TypeName => "string";

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => other is String o && o.Value == Value;

        /// <inheritdoc/>
        public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

        /// <inheritdoc/>
        public override string ToString() => CedarText.Quote(Value);
    }

    /// <summary>A reference to an entity, which need not exist.</summary>
    public sealed class Entity : CedarValue
    {
        internal Entity(EntityUid uid) => Uid = uid;

        /// <summary>The name of the entity.</summary>
        public EntityUid Uid { get; }

        internal override string TypeName => $"(entity of type `{Uid.Type}`)";

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => ReferenceEquals(this, other) || (other is Entity o && o.Uid.Equals(Uid));

        /// <inheritdoc/>
        public override int GetHashCode() => Uid.GetHashCode();

        /// <inheritdoc/>
        public override string ToString() => Uid.ToString();
    }
}
