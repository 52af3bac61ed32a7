using System.Text;
using DelningsNav.Policies.Cases;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Policies.Bundles;

/// <summary>A policy set in one signed file: the rules, the cases that prove them, and the texts that families sign (ADR 0018).</summary>
/// <remarks>
/// <para>The file is a signed note (c2sp.org/signed-note), an empty line, and the files one after another, in the order and with
/// the lengths that the note lists. The file can therefore be read with any pager, and checked with any SHA-256 tool. The note's
/// text:</para>
/// <code>
///   delningsnav-policy-bundle 1
///   version 1.0.0                          the manifest's version
///   law-as-of 2025-12-15                   the manifest's date of law
///   expires 2027-01-01                     the first day on which the set decides nothing
///   checked syntax types cases mutation    the checks that passed before it was signed
///   hash 6f1c…                             identifies the rules (ReleasePolicies.Hash)
///   file 9a0b… 1834 10-decided.cedar       SHA-256, length in bytes and name of every file, in ordinal order of the names
/// </code>
/// <para>Without a signature by a trusted key nothing beyond the signature lines is read. Nothing is written to disk, and nothing may exist
/// outside what the note lists. The same folder always gives the same text and files, but a new ECDSA signature each time.</para>
/// </remarks>
public sealed class PolicyBundle
{
    /// <summary>The longest bundle that is read.</summary>
    public const int MaxLength = 8 << 20;

    private PolicyBundle(PolicyBundle bundle, ReleasePolicies policies)
    {
        Policies = policies;
        (Cases, Expires, Checked, SignedBy) = (bundle.Cases, bundle.Expires, bundle.Checked, bundle.SignedBy);
    }

    private PolicyBundle(BundleText text, ReleasePolicies policies, IReadOnlyList<PolicyCase> cases, IReadOnlyList<NoteVerifier> signedBy)
    {
        Policies = policies;
        Cases = cases;
        Expires = text.Expires;
        Checked = text.Checked;
        SignedBy = signedBy;
    }

    /// <summary>The rules, compiled.</summary>
    public ReleasePolicies Policies { get; }

    /// <summary>The cases that the rules must answer as required.</summary>
    public IReadOnlyList<PolicyCase> Cases { get; }

    /// <summary>The version in the manifest and in the signed text.</summary>
    public string Version => Policies.Version;

    /// <summary>The day up to which changes of law are considered.</summary>
    public DateOnly LawAsOf => Policies.LawAsOf;

    /// <summary>The hash that identifies the rules: SHA-256 in lower-case hexadecimal.</summary>
    public string Hash => Policies.Hash;

    /// <summary>The first day on which the set is no longer valid.</summary>
    public DateOnly Expires { get; }

    /// <summary>The checks that passed before the bundle was signed, as words of <see cref="BundleChecks"/>.</summary>
    public IReadOnlyList<string> Checked { get; }

    /// <summary>The trusted keys that signed the bundle. Never empty.</summary>
    public IReadOnlyList<NoteVerifier> SignedBy { get; }

    /// <summary>The same set, with the names that an older set lacks taken from another set. The names affect no decision.</summary>
    public PolicyBundle WithNamesOf(ReleasePolicies other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PolicyBundle(this, Policies.WithNamesOf(other));
    }

    /// <summary>Packs and signs a policy folder. A set with a fault or a failed case is never signed.</summary>
    /// <param name="folder">The policy folder, with its <c>cases</c>.</param>
    /// <param name="expires">The first day on which the set is no longer valid.</param>
    /// <param name="signer">The key of the owner of the set.</param>
    /// <param name="mutationClean">Whether the caller has verified that every change of a rule makes a case fail. The signed text then
    /// lists this check.</param>
    /// <exception cref="PolicySetException">The set is not fit to be signed; every fault is named.</exception>
    public static byte[] Pack(string folder, DateOnly expires, NoteSigner signer, bool mutationClean = false)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var files = BundleFiles.Gather(folder);
        var faults = BundleFiles.Faults(files);
        var (policies, cases) = faults.Count == 0 ? BundleFiles.Load(files, folder, faults) : default;
        if (policies is null || cases is null)
        {
            throw new PolicySetException(faults);
        }

        faults.AddRange(FailedCases(policies, cases));
        faults.AddRange(BundleText.FaultsOf(policies.Version));
        if (expires <= policies.LawAsOf)
        {
            faults.Add($"the set would expire on {expires:yyyy-MM-dd}, which is not after its day of law, {policies.LawAsOf:yyyy-MM-dd}");
        }

        if (faults.Count > 0)
        {
            throw new PolicySetException(faults);
        }

        IReadOnlyList<string> done = mutationClean
            ? BundleChecks.All
            : [.. BundleChecks.All.Where(check => check != BundleChecks.Mutation)];
        var text = new BundleText(policies.Version, policies.LawAsOf, expires, done, policies.Hash, BundleFiles.Lines(files));
        return [.. Encoding.UTF8.GetBytes(SignedNote.Sign(text.ToString(), signer) + "\n"), .. files.SelectMany(file => file.Value)];
    }

    /// <summary>Reads a bundle that one of the trusted keys must have signed.</summary>
    /// <remarks>
    /// <code>
    ///   1. Frame    a note, an empty line and the files, within the limits.
    ///   2. Trust    at least one trusted key signed, and no signature of a trusted key fails. Nothing else is read before this.
    ///   3. Text     the signed lines, each in its format.
    ///   4. Files    exactly the listed files, each unchanged.
    ///   5. Set      the rules and cases are without fault and match what was signed.
    /// </code>
    /// </remarks>
    public static BundleReading Read(ReadOnlySpan<byte> bundle, IEnumerable<NoteVerifier> trusted)
    {
        // Step 1: Frame.
        if (bundle.Length > MaxLength || !BundleText.TrySplit(bundle, out var note, out var content))
        {
            return BundleReading.Unsound.Because(
                BundleStep.Frame, $"it is not a bundle: a signed note, an empty line and files, together at most {MaxLength} bytes");
        }

        // Step 2: Trust.
        if (note.Verify(trusted) is not NoteVerdict.SignedBy signed)
        {
            return BundleReading.Unsound.Because(BundleStep.Trust, note.Verify(trusted) is NoteVerdict.BadSignature bad
                ? $"the signature of `{bad.Claimed.Name}` does not hold: the text was changed after it was signed"
                : "it is not signed by a key that is trusted here");
        }

        // Step 3: Text.
        var faults = new List<string>();
        if (BundleText.Parse(note.Text, faults) is not { } text)
        {
            return new BundleReading.Unsound(BundleStep.Text, faults);
        }

        // Step 4: Files.
        var files = BundleFiles.Cut(content, text.Files, faults);
        if (faults.Count > 0)
        {
            return new BundleReading.Unsound(BundleStep.Files, faults);
        }

        // Step 5: Set.
        var (policies, cases) = BundleFiles.Load(files, $"bundle {text.Version}", faults);
        if (policies is not null && (policies.Version, policies.LawAsOf, policies.Hash) != (text.Version, text.LawAsOf, text.Hash))
        {
            faults.Add("version, day of law or hash of the files are not those of the signed text");
        }

        return faults.Count == 0
            ? new BundleReading.Sound(new PolicyBundle(text, policies!, cases!, signed.Signers))
            : new BundleReading.Unsound(BundleStep.Set, faults);
    }

    /// <summary>The cases that fail, one sentence for each.</summary>
    public IReadOnlyList<string> FailedCases() => [.. FailedCases(Policies, Cases)];

    private static IEnumerable<string> FailedCases(ReleasePolicies policies, IEnumerable<PolicyCase> cases) => cases
        .Select(item => item.Run(policies))
        .Where(result => !result.Passed)
        .Select(result => $"the case `{result.Case.Name}` is answered with {Line(result.Said)} instead of {Line(result.Case.Expected)}");

    private static string Line(string said) => $"`{said.Replace("\n", ", ", StringComparison.Ordinal)}`";
}

/// <summary>The words of the line <c>checked</c>: the checks that passed before a bundle was signed.</summary>
public static class BundleChecks
{
    /// <summary>Every policy could be parsed.</summary>
    public const string Syntax = "syntax";

    /// <summary>Every policy is valid against the schema, without a warning.</summary>
    public const string Types = "types";

    /// <summary>Every case had the required answer.</summary>
    public const string Cases = "cases";

    /// <summary>Every removed or negated condition makes a case fail. This check is slow and is made only before signing.</summary>
    public const string Mutation = "mutation";

    /// <summary>All checks, in the order in which they are made.</summary>
    public static IReadOnlyList<string> All { get; } = [Syntax, Types, Cases, Mutation];
}
