using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A decimal number with at most four decimals, from -922337203685477.5808 to 922337203685477.5807.</summary>
    public sealed class Decimal : CedarValue
    {
        private const int Scale = 10_000;

        internal Decimal(long tenThousandths) => TenThousandths = tenThousandths;

        /// <summary>The number times 10,000.</summary>
        public long TenThousandths { get; }

        internal override string TypeName => "decimal";

        /// <summary>Reads digits, a point and one to four digits, with an optional minus, for example <c>-12.34</c>.</summary>
        public static bool TryParse(string text, [NotNullWhen(true)] out Decimal? value)
        {
            value = null;
            var negative = text.StartsWith('-');
            var digits = negative ? text.AsSpan(1) : text;
            var point = digits.IndexOf('.');
            if (point < 1 || digits.Length - point - 1 is < 1 or > 4)
            {
                return false;
            }

            if (!TryDigits(digits[..point], out var whole) || !TryDigits(digits[(point + 1)..], out var fraction))
            {
                return false;
            }

            for (var given = digits.Length - point - 1; given < 4; given++)
            {
                fraction *= 10;
            }

            var total = (Int128)whole * Scale + fraction;
            total = negative ? -total : total;
            if (total < long.MinValue || total > long.MaxValue)
            {
                return false;
            }

            value = new Decimal((long)total);
            return true;
        }

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => other is Decimal o && o.TenThousandths == TenThousandths;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(4, TenThousandths);

        /// <inheritdoc/>
        public override string ToString()
        {
            var size = Int128.Abs(TenThousandths);
            var sign = TenThousandths < 0 ? "-" : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"decimal(\"{sign}{size / Scale}.{(int)(size % Scale):D4}\")");
        }

        private static bool TryDigits(ReadOnlySpan<char> text, out long value)
        {
            value = 0;
            return !text.ContainsAnyExceptInRange('0', '9')
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }
    }
}
