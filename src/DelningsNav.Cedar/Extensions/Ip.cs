using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>An IP address of version 4 or 6, or a range of them in CIDR form.</summary>
    /// <remarks>
    /// Two values are equal when the address and the prefix are equal. <c>10.0.0.1/8</c> is therefore not equal to <c>10.0.0.0/8</c>.
    /// </remarks>
    public sealed class Ip : CedarValue
    {
        private readonly UInt128 _address;
        private readonly int _prefix;

        internal Ip(bool isV4, UInt128 address, int prefix)
        {
            IsV4 = isV4;
            _address = address;
            _prefix = prefix;
        }

        /// <summary>Whether the address is of version 4; otherwise it is of version 6.</summary>
        public bool IsV4 { get; }

        internal override string TypeName => "ipaddr";

        internal bool IsLoopback => IsV4 ? _address >> 24 == 127 && _prefix >= 8 : _address == 1 && _prefix == 128;

        internal bool IsMulticast => IsV4 ? _address >> 28 == 0b1110 && _prefix >= 4 : _address >> 120 == 0xFF && _prefix >= 8;

        private int Bits => IsV4 ? 32 : 128;

        /// <summary>
        /// Reads an address with or without a prefix, for example <c>10.0.0.0/8</c> or <c>::1</c>. IPv4 within IPv6 is refused.
        /// </summary>
        public static bool TryParse(string text, [NotNullWhen(true)] out Ip? value)
        {
            value = null;
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var address = slash < 0 ? text : text.AsSpan(0, slash);
            if (text.Length > IpAddressText.MaxLength || !IpAddressText.TryParse(address, out var isV4, out var number))
            {
                return false;
            }

            var bits = isV4 ? 32 : 128;
            var prefix = bits;
            if (slash >= 0 && !IpAddressText.TryParsePrefix(text.AsSpan(slash + 1), bits, out prefix))
            {
                return false;
            }

            value = new Ip(isV4, number, prefix);
            return true;
        }

        internal bool IsInRange(Ip other) => IsV4 == other.IsV4 && other.First <= First && Last <= other.Last;

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) =>
            other is Ip o && o.IsV4 == IsV4 && o._address == _address && o._prefix == _prefix;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(5, IsV4, _address, _prefix);

        /// <inheritdoc/>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"ip(\"{IpAddressText.Write(IsV4, _address)}/{_prefix}\")");

        private UInt128 First => _address & ~HostMask;

        private UInt128 Last => _address | HostMask;

        // Prefix 0 is a case of its own, because shift operators do not shift by the full width.
        private UInt128 HostMask => _prefix == 0
            ? IsV4 ? uint.MaxValue : UInt128.MaxValue
            : (UInt128.One << (Bits - _prefix)) - 1;
    }
}
