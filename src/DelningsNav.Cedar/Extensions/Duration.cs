using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A length of time in whole milliseconds, which may be negative.</summary>
    public sealed class Duration : CedarValue
    {
        private static readonly (string Name, long Milliseconds)[] Units =
            [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

        internal Duration(long milliseconds) => Milliseconds = milliseconds;

        /// <summary>The length in milliseconds.</summary>
        public long Milliseconds { get; }

        internal override string TypeName => "duration";

        /// <summary>
        /// Reads quantities with units, from the largest unit to the smallest, with an optional minus, for example <c>1d2h3m4s5ms</c>.
        /// </summary>
        public static bool TryParse(string text, [NotNullWhen(true)] out Duration? value)
        {
            value = null;
            var negative = text.StartsWith('-');
            var rest = negative ? text.AsSpan(1) : text;
            if (rest.IsEmpty)
            {
                return false;
            }

            // A quantity is at most 2^64 and a unit at most 2^27. Any sum of five products of them therefore fits in 128 bits.
            Int128 total = 0;
            var nextUnit = 0;
            while (!rest.IsEmpty)
            {
                if (!TryTakeQuantity(ref rest, out var quantity) || !TryTakeUnit(ref rest, ref nextUnit, out var unit))
                {
                    return false;
                }

                total += (Int128)quantity * unit;
            }

            total = negative ? -total : total;
            if (total < long.MinValue || total > long.MaxValue)
            {
                return false;
            }

            value = new Duration((long)total);
            return true;
        }

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => other is Duration o && o.Milliseconds == Milliseconds;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(6, Milliseconds);

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"duration(\"{Milliseconds}ms\")");

        private static bool TryTakeQuantity(ref ReadOnlySpan<char> rest, out ulong quantity)
        {
            var end = rest.IndexOfAnyExceptInRange('0', '9');
            quantity = 0;
            if (end < 1 || !ulong.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out quantity))
            {
                return false;
            }

            rest = rest[end..];
            return true;
        }

        private static bool TryTakeUnit(ref ReadOnlySpan<char> rest, ref int next, out long milliseconds)
        {
            var name = rest.StartsWith("ms", StringComparison.Ordinal) ? "ms" : rest[..1];
            for (; next < Units.Length; next++)
            {
                if (name.SequenceEqual(Units[next].Name))
                {
                    milliseconds = Units[next].Milliseconds;
                    rest = rest[name.Length..];
                    next++;
                    return true;
                }
            }

            milliseconds = 0;
            return false;
        }
    }
}
