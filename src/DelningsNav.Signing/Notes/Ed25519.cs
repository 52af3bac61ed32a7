using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

[assembly: InternalsVisibleTo("DelningsNav.Signing.Tests")]

namespace DelningsNav.Signing.Notes;

/// <summary>Checks Ed25519 signatures (RFC 8032 section 5.1.7). It cannot sign.</summary>
/// <remarks>
/// The platform has no Ed25519, and witnesses sign with nothing else. Only public values pass through here, so that
/// the running time may depend on them; signing, where it may not, is left out on purpose.
/// </remarks>
internal static class Ed25519
{
    internal const int KeyLength = 32;
    private const int SignatureLength = 64;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger SqrtMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Generator = Decode(GeneratorBytes())!.Value;

    /// <summary>Whether the key made the signature. S must be reduced and the equation holds without cofactor.</summary>
    internal static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || key.Length != KeyLength || Decode(key) is not { } a)
        {
            return false;
        }

        var r = signature[..32];
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= Order)
        {
            return false;
        }

        var k = new BigInteger(SHA512.HashData([.. r, .. key, .. message]), isUnsigned: true) % Order;
        var expected = Generator.Times(s).Plus(a.Negated().Times(k));
        return expected.Encode().AsSpan().SequenceEqual(r);
    }

    private static byte[] GeneratorBytes()
    {
        var y = Mod(4 * Inverse(5));
        var bytes = new byte[32];
        y.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        var sign = bytes[31] >> 7;
        Span<byte> magnitude = stackalloc byte[32];
        bytes.CopyTo(magnitude);
        magnitude[31] &= 0x7F;
        var y = new BigInteger(magnitude, isUnsigned: true);
        if (y >= P)
        {
            return null;
        }

        var u = Mod((y * y) - 1);
        var v = Mod((D * y * y) + 1);
        var x = Mod(u * BigInteger.ModPow(v, 3, P) * BigInteger.ModPow(u * BigInteger.ModPow(v, 7, P), (P - 5) / 8, P));
        var check = Mod(v * x * x);
        if (check != u)
        {
            if (check != Mod(-u))
            {
                return null;
            }

            x = Mod(x * SqrtMinusOne);
        }

        if (x.IsZero && sign == 1)
        {
            return null;
        }

        return Point.Of((x.IsEven ? 0 : 1) == sign ? x : P - x, y);
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    /// <summary>A point in extended coordinates (RFC 8032 section 5.1.4).</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        internal static Point Of(BigInteger x, BigInteger y) => new(x, y, 1, Mod(x * y));

        internal Point Negated() => new(Mod(-X), Y, Z, Mod(-T));

        internal Point Plus(Point other)
        {
            var a = Mod((Y - X) * (other.Y - other.X));
            var b = Mod((Y + X) * (other.Y + other.X));
            var c = Mod(2 * T * D * other.T);
            var d = Mod(2 * Z * other.Z);
            var (e, f, g, h) = (b - a, d - c, d + c, b + a);
            return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
        }

        internal Point Times(BigInteger scalar)
        {
            var sum = Of(0, 1);
            for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
            {
                sum = sum.Plus(sum);
                if (!((scalar >> bit) & 1).IsZero)
                {
                    sum = sum.Plus(this);
                }
            }

            return sum;
        }

        internal byte[] Encode()
        {
            var inverse = Inverse(Z);
            var (x, y) = (Mod(X * inverse), Mod(Y * inverse));
            var bytes = new byte[32];
            y.TryWriteBytes(bytes, out _, isUnsigned: true);
            bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
            return bytes;
        }
    }
}
