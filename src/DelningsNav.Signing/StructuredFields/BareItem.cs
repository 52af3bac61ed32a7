using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>One value of a structured field, without parameters (RFC 9651 section 3.3).</summary>
/// <remarks>
/// There are no other values than the types below. The constructors throw <see cref="ArgumentException"/> for a value that cannot be
/// written by RFC 9651. <see cref="ToString"/> returns the canonical text.
/// </remarks>
public abstract record BareItem
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const string SpokenLikeTheStandard = "The cases are called what RFC 9651 calls them.";

    private BareItem()
    {
    }

    /// <summary>The value as it is written in a field (RFC 9651 section 4.1.3.1).</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        FieldWriter.Append(text, this);
        return text.ToString();
    }

    /// <summary>A whole number of at most fifteen digits.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = SpokenLikeTheStandard)]
    public sealed record Integer : BareItem
    {
        internal const long Largest = 999_999_999_999_999;

        /// <summary>Takes a number from −999,999,999,999,999 to 999,999,999,999,999.</summary>
        public Integer(long value)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Largest);
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -Largest);
            Value = value;
        }

        /// <summary>The number itself.</summary>
        public long Value { get; }
    }

    /// <summary>A number with one to three decimals and at most twelve digits before them.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = SpokenLikeTheStandard)]
    public sealed record Decimal : BareItem
    {
        /// <summary>Rounds to three decimals, with halves to the even neighbour, and then checks the size.</summary>
        public Decimal(decimal value)
        {
            Value = Math.Round(value, 3, MidpointRounding.ToEven);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(Value), 999_999_999_999.999m, nameof(value));
        }

        /// <summary>The rounded number.</summary>
        public decimal Value { get; }
    }

    /// <summary>A text of printable ASCII characters and spaces.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = SpokenLikeTheStandard)]
    public sealed record String : BareItem
    {
        /// <summary>Takes any text of characters U+0020 to U+007E.</summary>
        public String(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Value = value.AsSpan().ContainsAnyExceptInRange(' ', '~')
                ? throw new ArgumentException("a string of a structured field holds printable ASCII only", nameof(value))
                : value;
        }

        /// <summary>The text, without quotes or escapes.</summary>
        public string Value { get; }
    }

    /// <summary>A short word, for example <c>gzip</c> or <c>text/html</c>.</summary>
    public sealed record Token : BareItem
    {
        /// <summary>Takes a word that starts with a letter or an asterisk.</summary>
        public Token(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Value = FieldCharacters.IsToken(value)
                ? value
                : throw new ArgumentException("this text cannot be written as a token", nameof(value));
        }

        /// <summary>The word.</summary>
        public string Value { get; }
    }

    /// <summary>Bytes, written in base64 between colons.</summary>
    public sealed record ByteSequence(ReadOnlyMemory<byte> Value) : BareItem
    {
        /// <summary>Whether both have the same bytes.</summary>
        public bool Equals(ByteSequence? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(Value.Span);
            return hash.ToHashCode();
        }
    }

    /// <summary>True or false.</summary>
    public sealed record Boolean(bool Value) : BareItem
    {
        internal static readonly Boolean True = new(true);
    }

    /// <summary>A moment in whole seconds since 1970-01-01 UTC, without leap seconds.</summary>
    public sealed record Date : BareItem
    {
        /// <summary>Takes seconds in the range of <see cref="Integer"/>.</summary>
        public Date(long seconds) => Seconds = new Integer(seconds).Value;

        /// <summary>The seconds since 1970-01-01 UTC, negative before that moment.</summary>
        public long Seconds { get; }
    }

    /// <summary>A text for people, with any character of Unicode.</summary>
    public sealed record DisplayString : BareItem
    {
        /// <summary>Takes any text without lone surrogates.</summary>
        public DisplayString(string value)
        {
            _ = StrictUtf8.GetByteCount(value);
            Value = value;
        }

        /// <summary>The text, without quotes or escapes.</summary>
        public string Value { get; }
    }
}
