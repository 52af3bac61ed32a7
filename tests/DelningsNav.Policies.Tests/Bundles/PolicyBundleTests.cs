using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Consents;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Policies.Tests.Bundles;

/// <summary>A policy set in one signed file. Every byte of it is either checked or refused.</summary>
public sealed class PolicyBundleTests : IDisposable
{
    private static readonly DateOnly Expires = new(2027, 1, 1);
    private static readonly NoteSigner City = Signer("stad.example/policies");
    private static readonly Lazy<byte[]> Shipped = new(() => PolicyBundle.Pack(PolicyCases.Folder, Expires, City, mutationClean: true));

    private readonly string _folder = Directory.CreateTempSubdirectory("bundle-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_bundle_holds_the_set_its_cases_and_what_its_signer_says_of_it()
    {
        var bundle = Assert.IsType<BundleReading.Sound>(PolicyBundle.Read(Shipped.Value, [City.Verifier])).Bundle;

        Assert.Equal(PolicyCases.Policies.Value.Hash, bundle.Hash);
        Assert.Equal(
            (PolicyCases.Policies.Value.Version, PolicyCases.Policies.Value.LawAsOf, Expires),
            (bundle.Version, bundle.LawAsOf, bundle.Expires));
        Assert.Equal(PolicyCases.All.Value.Select(item => item.Name), bundle.Cases.Select(item => item.Name));
        Assert.Equal(["syntax", "types", "cases", "mutation"], bundle.Checked);
        Assert.Equal([City.Verifier], bundle.SignedBy);
        Assert.Empty(bundle.FailedCases());
    }

    [Fact]
    public void A_bundle_says_that_no_mutation_survived_only_when_somebody_has_seen_it()
    {
        var bundle = PolicyBundle.Pack(PolicyCases.Folder, Expires, City);

        Assert.Equal(
            ["syntax", "types", "cases"], Assert.IsType<BundleReading.Sound>(PolicyBundle.Read(bundle, [City.Verifier])).Bundle.Checked);
    }

    [Fact]
    public void The_same_folder_gives_the_same_bytes_but_for_the_signature()
    {
        var again = PolicyBundle.Pack(PolicyCases.Folder, Expires, City, mutationClean: true);

        Assert.Equal(WithoutSignature(Shipped.Value), WithoutSignature(again));
    }

    [Fact]
    public void A_bundle_that_no_trusted_key_has_signed_is_refused_and_not_read_further()
    {
        var stranger = Signer("stad.example/policies");
        var bundle = Encoding.Latin1.GetString(Shipped.Value).Replace("context", "c0ntext", StringComparison.Ordinal);

        Assert.Equal(["it is not signed by a key that is trusted here"], Reasons(Encoding.Latin1.GetBytes(bundle), stranger.Verifier));
        Assert.Equal(["it is not signed by a key that is trusted here"], Reasons(Shipped.Value));
    }

    [Theory]
    [InlineData("expires 2027-01-01", "expires 2037-01-01")]
    [InlineData("\nversion ", "\nversion 9")]
    [InlineData("checked syntax types cases mutation", "checked syntax types cases")]
    public void A_signed_text_that_was_changed_is_refused(string written, string instead)
    {
        var bundle = Encoding.Latin1.GetString(Shipped.Value).Replace(written, instead, StringComparison.Ordinal);

        Assert.Contains("does not hold", Assert.Single(Reasons(Encoding.Latin1.GetBytes(bundle), City.Verifier)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_byte_of_a_bundle_can_be_changed_unnoticed()
    {
        var bundle = Shipped.Value;

        // A prime step reaches every part: the text, the signature, each file.
        for (var i = 0; i < bundle.Length; i += 997)
        {
            var changed = bundle.ToArray();
            changed[i] ^= 1;
            Assert.NotEmpty(Reasons(changed, City.Verifier));
        }
    }

    [Fact]
    public void Every_file_that_was_changed_is_named_at_once()
    {
        var bundle = Encoding.Latin1.GetString(Shipped.Value)
            .Replace("bar-marked-record", "bar-marked-rec0rd", StringComparison.Ordinal)
            .Replace("\"code\": \"iup\"", "\"code\": \"iuq\"", StringComparison.Ordinal);

        var reasons = Reasons(Encoding.Latin1.GetBytes(bundle), City.Verifier);

        Assert.Contains("the file `90-bars.cedar` was changed after it was signed", reasons);
        Assert.Contains("the file `record-types.json` was changed after it was signed", reasons);
    }

    [Fact]
    public void A_bundle_that_was_cut_short_or_added_to_is_refused()
    {
        Assert.Contains("missing or cut short", Reasons(Shipped.Value[..^1], City.Verifier)[^1], StringComparison.Ordinal);
        Assert.Equal(["1 bytes follow that nobody signed"], Reasons([.. Shipped.Value, 0], City.Verifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("delningsnav-policy-bundle 1\n")]
    [InlineData("delningsnav-policy-bundle 1\n\nnobody\n\n")]
    public void What_is_no_bundle_is_refused(string text)
    {
        Assert.Contains(
            "it is not a bundle", Assert.Single(Reasons(Encoding.UTF8.GetBytes(text), City.Verifier)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_that_is_too_long_is_refused()
    {
        Assert.NotEmpty(Reasons([.. Shipped.Value, .. new byte[PolicyBundle.MaxLength]], City.Verifier));
    }

    [Theory]
    [InlineData("delningsnav-policy-bundle 2\n", "the format is not")]
    [InlineData("delningsnav-policy-bundle 1\nversion a b\n", "the version `a b`")]
    [InlineData("delningsnav-policy-bundle 1\nversion 1\nversion 2\n", "`version 2` is not as the format says")]
    [InlineData(
        "delningsnav-policy-bundle 1\nversion 1\nlaw-as-of soon\nexpires 2027-01-01\nchecked syntax\nhash 00\n",
        "not written as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile 00 1 a.cedar\n", "`file 00 1 a.cedar` is not as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile {hash} 1 ../a.cedar\n", "is not as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile {hash} 1 /etc/passwd\n", "is not as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile {hash} 1 cases/deep/a.json\n", "is not as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile {hash} 99999999 a.cedar\n", "is not as the format says")]
    [InlineData("delningsnav-policy-bundle 1\nfile {hash} -1 a.cedar\n", "is not as the format says")]
    public void A_text_that_a_trusted_key_signed_is_read_equally_strictly(string text, string named)
    {
        var note = SignedNote.Sign(text.Replace("{hash}", new string('0', 64), StringComparison.Ordinal), City);

        var reasons = Reasons(Encoding.UTF8.GetBytes(note + "\n"), City.Verifier);

        Assert.Contains(reasons, reason => reason.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_set_with_a_fault_or_a_failing_case_is_never_signed()
    {
        Copy();
        var path = Path.Combine(_folder, "cases", "90-bars.json");
        File.WriteAllText(
            path, File.ReadAllText(path).Replace("\"verdict\": \"refuse\"", "\"verdict\": \"release\"", StringComparison.Ordinal));

        var problem = Assert.Throws<PolicySetException>(() => PolicyBundle.Pack(_folder, Expires, City));

        Assert.All(problem.Faults, fault => Assert.Contains("is answered with `refuse", fault, StringComparison.Ordinal));
        Assert.NotEmpty(problem.Faults);
    }

    [Fact]
    public void A_set_that_would_expire_before_its_day_of_law_is_never_signed()
    {
        var problem = Assert.Throws<PolicySetException>(() => PolicyBundle.Pack(PolicyCases.Folder, new DateOnly(2025, 12, 15), City));

        Assert.Contains("would expire on 2025-12-15", Assert.Single(problem.Faults), StringComparison.Ordinal);
        Assert.NotEmpty(PolicyBundle.Pack(PolicyCases.Folder, new DateOnly(2025, 12, 16), City));
    }

    [Fact]
    public void The_cases_and_the_texts_that_families_sign_are_signed_too()
    {
        var bundle = Encoding.UTF8.GetString(Shipped.Value);

        Assert.Contains(" cases/00-normal.json\n", bundle, StringComparison.Ordinal);
        Assert.All(ConsentLanguages.All, language => Assert.Contains($" consent-text.{language}.txt\n", bundle, StringComparison.Ordinal));
        Assert.Contains(" consent-phrases.json\n", bundle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_from_when_the_texts_were_outside_the_set_is_read_and_decides()
    {
        Copy();
        var manifest = Path.Combine(_folder, "manifest.json");
        foreach (var text in Directory.EnumerateFiles(_folder, "consent-*"))
        {
            File.WriteAllText(
                manifest, File.ReadAllText(manifest).Replace($"    \"{Path.GetFileName(text)}\",\n", "", StringComparison.Ordinal));
            File.Delete(text);
        }

        var earlier = WithFile(
            PolicyBundle.Pack(_folder, Expires, City), "consent-texts/1.sv.txt", "Får {discloser} visa uppgifter om {child}?");

        var bundle = Assert.IsType<BundleReading.Sound>(PolicyBundle.Read(earlier, [City.Verifier])).Bundle;
        Assert.Null(bundle.Policies.ConsentWordings);
        Assert.Empty(bundle.FailedCases());
    }

    // Signed anew, with one more file in its place among the others.
    private static byte[] WithFile(byte[] bundle, string name, string content)
    {
        var whole = Encoding.Latin1.GetString(bundle);
        var end = whole.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = whole[..end].Split('\n').ToList();
        var files = whole[(whole.IndexOf("\n\n", end + 2, StringComparison.Ordinal) + 2)..];
        var bytes = Encoding.UTF8.GetBytes(content);
        var place = lines.FindIndex(line => line.StartsWith("file ", StringComparison.Ordinal)
            && string.CompareOrdinal(line.Split(' ')[3], name) > 0);
        var before = lines.Take(place)
            .Where(line => line.StartsWith("file ", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture));
        lines.Insert(place, $"file {Convert.ToHexStringLower(SHA256.HashData(bytes))} {bytes.Length} {name}");
        return
        [
            .. Encoding.UTF8.GetBytes(SignedNote.Sign(string.Join('\n', lines) + "\n", City) + "\n"),
            .. Encoding.Latin1.GetBytes(files.Insert(before, Encoding.Latin1.GetString(bytes))),
        ];
    }

    private static IReadOnlyList<string> Reasons(byte[] bundle, params NoteVerifier[] trusted) =>
        Assert.IsType<BundleReading.Unsound>(PolicyBundle.Read(bundle, trusted)).Reasons;

    private static string WithoutSignature(byte[] bundle)
    {
        var text = Encoding.UTF8.GetString(bundle);
        var from = text.IndexOf("\n\n", StringComparison.Ordinal);
        return text.Remove(from, text.IndexOf("\n\n", from + 2, StringComparison.Ordinal) - from);
    }

    private static NoteSigner Signer(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private void Copy()
    {
        foreach (var file in Directory.EnumerateFiles(PolicyCases.Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, Path.GetRelativePath(PolicyCases.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
