using System;
using System.Text;

namespace EcrBoot.Host;

/// <summary>
/// SHA-256 (FIPS 180-4) and HMAC (RFC 2104), for the names of cache entries and the signatures of requests. .NET's own load the whole of OpenSSL first,
/// which is most of the time of a credential helper that finds its token in the cache: 3 of 8 ms.
/// </summary>
internal static class Sha256
{
    private const int BlockLength = 64;

    // The fractional parts of the cube roots and of the square roots of the first primes.
    private static readonly uint[] s_rounds = Fractions(64, 1.0 / 3), s_start = Fractions(8, 1.0 / 2);

    /// <summary>The hash of a text's UTF-8, in 64 hexadecimal digits.</summary>
    public static string Of(string text) => Hex(Of(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash of some bytes: 32 bytes.</summary>
    public static byte[] Of(byte[] content)
    {
        var blocks = (content.Length + 9 + BlockLength - 1) / BlockLength;
        var padded = new byte[blocks * BlockLength];
        content.CopyTo(padded, 0);
        padded[content.Length] = 0x80;
        var bits = (ulong)content.Length * 8;
        for (var i = 0; i < 8; i++)
            padded[padded.Length - 1 - i] = (byte)(bits >> (8 * i));

        var state = (uint[])s_start.Clone();
        for (var block = 0; block < blocks; block++)
            Mix(state, padded, block * BlockLength);
        var hash = new byte[4 * state.Length];
        for (var i = 0; i < hash.Length; i++)
            hash[i] = (byte)(state[i / 4] >> (24 - (8 * (i % 4))));
        return hash;
    }

    /// <summary>The code that proves a text to whoever has the same key: 32 bytes.</summary>
    public static byte[] Mac(byte[] key, string text)
    {
        var block = new byte[BlockLength];
        (key.Length > BlockLength ? Of(key) : key).CopyTo(block, 0);
        return Of(Pad(block, 0x5C, Of(Pad(block, 0x36, Encoding.UTF8.GetBytes(text)))));
    }

    /// <summary>Bytes as lower-case hexadecimal digits.</summary>
    public static string Hex(byte[] bytes)
    {
        var hex = new StringBuilder(2 * bytes.Length);
        foreach (var one in bytes)
            hex.Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return hex.ToString();
    }

    private static byte[] Pad(byte[] block, byte with, byte[] content)
    {
        var padded = new byte[block.Length + content.Length];
        for (var i = 0; i < block.Length; i++)
            padded[i] = (byte)(block[i] ^ with);
        content.CopyTo(padded, block.Length);
        return padded;
    }

    private static void Mix(uint[] state, byte[] content, int at)
    {
        var words = new uint[64];
        for (var i = 0; i < 16; i++, at += 4)
            words[i] = ((uint)content[at] << 24) | ((uint)content[at + 1] << 16) | ((uint)content[at + 2] << 8) | content[at + 3];
        for (var i = 16; i < 64; i++)
        {
            var (early, late) = (words[i - 15], words[i - 2]);
            words[i] = words[i - 16] + (Turn(early, 7) ^ Turn(early, 18) ^ (early >> 3)) + words[i - 7] + (Turn(late, 17) ^ Turn(late, 19) ^ (late >> 10));
        }

        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 64; i++)
        {
            var first = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + ((e & f) ^ (~e & g)) + s_rounds[i] + words[i];
            var second = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        uint[] mixed = { a, b, c, d, e, f, g, h };
        for (var i = 0; i < state.Length; i++)
            state[i] += mixed[i];
    }

    private static uint Turn(uint word, int by) => (word >> by) | (word << (32 - by));

    private static uint[] Fractions(int count, double power)
    {
        var fractions = new uint[count];
        for (int prime = 2, found = 0; found < count; prime++)
        {
            var isPrime = true;
            for (var divisor = 2; divisor * divisor <= prime && isPrime; divisor++)
                isPrime = prime % divisor != 0;
            if (isPrime)
                fractions[found++] = Fraction(Math.Pow(prime, power));
        }

        return fractions;
    }

    private static uint Fraction(double root) => (uint)((root - Math.Floor(root)) * 4294967296.0);
}
