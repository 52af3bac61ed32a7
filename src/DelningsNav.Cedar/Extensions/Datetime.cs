using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A moment, as milliseconds since 1970-01-01 00:00 UTC. Leap seconds are not counted.</summary>
    public sealed class Datetime : CedarValue
    {
        private const long Day = 86_400_000;

        internal Datetime(long epochMilliseconds) => EpochMilliseconds = epochMilliseconds;

        /// <summary>The milliseconds since 1970-01-01 00:00 UTC, negative before that moment.</summary>
        public long EpochMilliseconds { get; }

        internal override string TypeName => "datetime";

        /// <summary>The part of the day that has passed, in UTC.</summary>
        internal long TimeOfDay => ((EpochMilliseconds % Day) + Day) % Day;

        /// <summary>Reads a date, for example <c>2026-08-17</c>, alone or followed by a time and an offset.</summary>
        /// <remarks>
        /// The time has the form <c>T10:00:00</c> or <c>T10:00:00.123</c>. The offset has the form <c>Z</c> or <c>+0200</c>.
        /// </remarks>
        public static bool TryParse(string text, [NotNullWhen(true)] out Datetime? value)
        {
            value = DatetimeText.TryParse(text, out var epochMilliseconds) ? new Datetime(epochMilliseconds) : null;
            return value is not null;
        }

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => other is Datetime o && o.EpochMilliseconds == EpochMilliseconds;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(7, EpochMilliseconds);

        // The year of some moments of 64 bits cannot be written with four digits. The text is therefore an offset from 1970.
        /// <inheritdoc/>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"datetime(\"1970-01-01\").offset(duration(\"{EpochMilliseconds}ms\"))");
    }
}
