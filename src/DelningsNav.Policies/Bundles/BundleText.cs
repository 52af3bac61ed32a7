using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Policies.Bundles;

/// <summary>The signed text of a bundle. Each text has one spelling, and the reader refuses any other.</summary>
internal sealed partial record BundleText(
    string Version, DateOnly LawAsOf, DateOnly Expires, IReadOnlyList<string> Checked, string Hash, IReadOnlyList<BundleLine> Files)
{
    private const string Format = "delningsnav-policy-bundle 1";
    private const int MaxFiles = 500;
    private const int MaxNoteLength = 1 << 18;

    /// <summary>Splits a bundle into the note and the content after the empty line that follows the note.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> bundle, [NotNullWhen(true)] out SignedNote? note, out ReadOnlySpan<byte> content)
    {
        note = null;
        content = default;

        // The first empty line divides the text from its signatures. The second empty line divides the note from the files.
        var head = bundle[..Math.Min(bundle.Length, MaxNoteLength)];
        var text = head.IndexOf("\n\n"u8);
        var signatures = text < 0 ? -1 : head[(text + 2)..].IndexOf("\n\n"u8);
        if (signatures < 0)
        {
            return false;
        }

        var end = text + 2 + signatures + 1;
        content = bundle[(end + 1)..];
        return TryDecode(bundle[..end], out var written) && SignedNote.TryParse(written, out note);
    }

    /// <summary>Reads the text. It adds every fault, and returns null when there is a fault.</summary>
    public static BundleText? Parse(string text, List<string> faults)
    {
        var lines = text.Split('\n')[..^1];
        if (lines.FirstOrDefault() != Format)
        {
            faults.Add($"the format is not `{Format}`");
            return null;
        }

        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new List<BundleLine>();
        foreach (var line in lines.Skip(1))
        {
            var (word, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (line[..at], line[(at + 1)..]) : (line, "");
            if (word == "file" && BundleLine.TryParse(rest) is { } file)
            {
                files.Add(file);
            }
            else if (word == "file" || !said.TryAdd(word, rest))
            {
                faults.Add($"the signed line `{line}` is not as the format says");
            }
        }

        var read = new BundleText(
            said.GetValueOrDefault("version", ""), Day(said, "law-as-of"), Day(said, "expires"),
            said.GetValueOrDefault("checked", "").Split(' '), said.GetValueOrDefault("hash", ""), files);
        if (files.Count > MaxFiles)
        {
            faults.Add($"there are {files.Count} files; at most {MaxFiles} are read");
        }

        faults.AddRange(FaultsOf(read.Version));
        if (faults.Count == 0 && read.ToString() != text)
        {
            faults.Add(
                "the signed text is not written as the format says: version, law-as-of, expires, checked, hash, then the files in "
                + "ordinal order");
        }

        return faults.Count == 0 ? read : null;
    }

    /// <summary>
    /// The reasons for which a version is not valid in a bundle and in the log, where it must be a word. Empty when it is valid.
    /// </summary>
    public static IEnumerable<string> FaultsOf(string version) =>
        VersionWord().IsMatch(version)
            ? []
            : [$"the version `{version}` is not a word of at most 64 letters, digits and the signs . - _ : / +"];

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Format).Append('\n')
            .Append("version ").Append(Version).Append('\n')
            .Append("law-as-of ").Append(Written(LawAsOf)).Append('\n')
            .Append("expires ").Append(Written(Expires)).Append('\n')
            .Append("checked ").AppendJoin(' ', Checked).Append('\n')
            .Append("hash ").Append(Hash).Append('\n');
        foreach (var file in Files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            text.Append("file ").Append(file).Append('\n');
        }

        return text.ToString();
    }

    private static DateOnly Day(Dictionary<string, string> said, string word) =>
        DateOnly.TryParseExact(said.GetValueOrDefault(word), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : default;

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.\-_:/+]{1,64}\z")]
    private static partial Regex VersionWord();
}

/// <summary>A file as the signed text lists it: hash, length in bytes, and name.</summary>
internal sealed partial record BundleLine(string Digest, int Length, string Name)
{
    private const int MaxFileLength = 1 << 20;

    /// <summary>A name that cannot leave the bundle's folder: at most one folder deep, and no part begins with a dot.</summary>
    public static bool IsName(string name) => name.Length <= 100 && FileName().IsMatch(name);

    public static BundleLine? TryParse(string text) =>
        text.Split(' ') is [var digest, var length, var name]
        && Hexadecimal().IsMatch(digest)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxFileLength
        && IsName(name)
            ? new BundleLine(digest, count, name)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Digest} {Length} {Name}");

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._\-]*(/[A-Za-z0-9][A-Za-z0-9._\-]*)?\z")]
    private static partial Regex FileName();
}
