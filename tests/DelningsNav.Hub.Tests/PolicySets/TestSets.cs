using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies.Bundles;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>Policy sets other than the shipped one, and steps that change them in a hub.</summary>
internal static class TestSets
{
    public static NoteSigner OwnSigner(this TestHub hub) => hub.Start.Log.Identity.PolicySigner;

    /// <summary>The shipped rules under another version, signed.</summary>
    public static byte[] Pack(
        this TestHub hub, string version, NoteSigner? signer = null, DateOnly? expires = null, bool mutationClean = false) =>
        PolicyBundle.Pack(hub.Copy(version), expires ?? hub.Today.AddYears(1), signer ?? hub.OwnSigner(), mutationClean);

    /// <summary>The shipped rules under another version, with one of them in other words.</summary>
    public static byte[] PackChanged(this TestHub hub, string version)
    {
        var folder = hub.Copy(version);
        var bars = Path.Combine(folder, "90-bars.cedar");
        File.WriteAllText(
            bars, File.ReadAllText(bars).Replace("The case is not open.", "The case has been closed.", StringComparison.Ordinal));
        return PolicyBundle.Pack(folder, hub.Today.AddYears(1), hub.OwnSigner());
    }

    /// <summary>A bundle in which one file was changed before it was signed, without a check that the file still fits the others.</summary>
    public static byte[] Resign(this TestHub hub, byte[] bundle, string file, Func<string, string> change)
    {
        var text = Encoding.UTF8.GetString(bundle);
        var note = text[..(text.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var files = bundle.AsSpan(bundle.AsSpan().IndexOf("\n\n"u8) + 2);
        files = files[(files.IndexOf("\n\n"u8) + 2)..];
        var (lines, content) = (new StringBuilder(), new List<byte>());
        foreach (var line in note.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not ["file", var digest, var length, var name])
            {
                lines.Append(line).Append('\n');
                continue;
            }

            var bytes = files[..int.Parse(length, CultureInfo.InvariantCulture)].ToArray();
            files = files[bytes.Length..];
            if (name == file)
            {
                bytes = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes)));
                digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            }

            lines.Append(CultureInfo.InvariantCulture, $"file {digest} {bytes.Length} {name}\n");
            content.AddRange(bytes);
        }

        return [.. Encoding.UTF8.GetBytes(SignedNote.Sign(lines.ToString(), hub.OwnSigner()) + "\n"), .. content];
    }

    /// <summary>The shipped rules under another version, in a folder.</summary>
    public static string Copy(this TestHub hub, string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(hub.Folder, Guid.NewGuid().ToString("N"))).FullName;
        var shipped = Path.Combine(TestHub.Root, "policies");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var manifest = Path.Combine(folder, "manifest.json");
        File.WriteAllText(
            manifest, File.ReadAllText(manifest).Replace($"\"{hub.Start.Policies.Version}\"", $"\"{version}\"", StringComparison.Ordinal));
        return folder;
    }

    /// <summary>A record type that the shipped rules do not contain.</summary>
    public const string NewType = "skolskjuts";

    /// <summary>The sentence of the consent to the school's information in <see cref="PackOther"/>.</summary>
    public const string OtherSentence = "Med samtycke får skolans uppgifter visas.";

    /// <summary>The sentence of the consent to the school's information in the shipped rules.</summary>
    public static string Sentence(this TestHub hub) =>
        hub.Start.Policies.Rules.Single(rule => rule.Name == "consent-school-general").Title.Swedish;

    /// <summary>The shipped rules under another version, with a new record type for schools and another sentence for consent.</summary>
    public static byte[] PackOther(this TestHub hub, string version)
    {
        var folder = hub.Copy(version);
        Change(
            Path.Combine(folder, "record-types.json"), "\"recordTypes\": [",
            $$"""
            "recordTypes": [
                { "code": "{{NewType}}", "swedish": "Skolskjuts", "english": "School transport",
                  "names": { "fi": "Koulukuljetus", "ar": "النقل المدرسي", "so": "Gaadiidka dugsiga" },
                  "withoutPossessive": true, "retentionClass": "arende", "defaultRedactions": [],
                  "holdings": [ {
                    "party": "municipal-school", "branch": "school", "provision": "OSL 23:2 st. 3", "secrecy": "school-general",
                    "damageTest": "straight-special-reason", "lifts": ["samtycke", "menprovning"] } ] },
            """);
        Change(Path.Combine(folder, "20-consent-school.cedar"), hub.Sentence(), OtherSentence);
        return PolicyBundle.Pack(folder, hub.Today.AddYears(1), hub.OwnSigner());
    }

    /// <summary>The shipped rules under another version, without texts: a set from before texts were part of sets.</summary>
    public static byte[] PackWithoutTexts(this TestHub hub, string version)
    {
        var folder = hub.Copy(version);
        var manifest = Path.Combine(folder, "manifest.json");
        foreach (var text in Directory.EnumerateFiles(folder, "consent-*"))
        {
            Change(manifest, $"    \"{Path.GetFileName(text)}\",\n", "");
            File.Delete(text);
        }

        return PolicyBundle.Pack(folder, hub.Today.AddYears(1), hub.OwnSigner());
    }

    /// <summary>The shipped rules under another version, with another sentence in one of the texts.</summary>
    public static byte[] PackReworded(this TestHub hub, string version, string language, string part, string instead) =>
        hub.PackWith(version, $"consent-text.{language}.txt", part, instead);

    /// <summary>The shipped rules under another version, with one of their files changed.</summary>
    public static byte[] PackWith(this TestHub hub, string version, string file, string part, string instead)
    {
        var folder = hub.Copy(version);
        Change(Path.Combine(folder, file), part, instead);
        return PolicyBundle.Pack(folder, hub.Today.AddYears(1), hub.OwnSigner());
    }

    public static async Task ReceiveAsync(this TestHub hub, string version) => Assert.IsType<ReceiveOutcome.Received>(
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(version), Actor.Hub, default));

    /// <summary>The shipped rules, signed for longer than the year that a start gives them.</summary>
    public static async Task RenewAsync(this TestHub hub, DateOnly expires) => Assert.IsType<ReceiveOutcome.Renewed>(
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(hub.Start.Policies.Version, expires: expires), Actor.Hub, default));

    public static Task<ActivateOutcome> ActivateAsync(this TestHub hub, string version, DateTimeOffset? from = null) =>
        hub.Get<ActivatePolicySet>()
            .HandleAsync(version, from ?? hub.Clock.GetUtcNow(), DecisionNumber.Field.Read("STAD 2026/7"), Actor.Hub, default);

    /// <summary>A set that both boards have adopted and that is in force: the shipped rules, or those of a bundle.</summary>
    public static async Task SwapToAsync(this TestHub hub, string version, byte[]? bundle = null)
    {
        Assert.IsType<ReceiveOutcome.Received>(
            await hub.Get<ReceivePolicySet>().HandleAsync(bundle ?? hub.Pack(version), Actor.Hub, default));
        await hub.AdoptAsync(hub.SchoolBoard, version);
        await hub.AdoptAsync(hub.SocialBoard, version);
        Assert.IsType<ActivateOutcome.InForce>(await hub.ActivateAsync(version));
    }

    /// <summary>
    /// Deletes a set from the database: the state of a hub that was restored from an earlier backup, or that never had the set.
    /// </summary>
    public static async Task LoseAsync(this TestHub hub, string version)
    {
        await using var db = hub.Db();
        await db.PolicySets.Where(s => s.Version == version).ExecuteDeleteAsync();
        await hub.SealAsync(SubjectId.PolicySet);
    }

    /// <summary>A system owner of the authority that this branch belongs to.</summary>
    public static async Task<Caller.Staff> SystemOwnerAsync(this TestHub hub, BranchId branch)
    {
        var parties = hub.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(branch, "Kansliet", "Järva", default);
        return new Caller.Staff(
            await parties.AddStaffAsync(
                unit, "Siv System", StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, default));
    }

    public static async Task<PolicySetId> IdOfAsync(this TestHub hub, string version)
    {
        await using var db = hub.Db();
        return await db.PolicySets.Where(s => s.Version == version).Select(s => s.Id).SingleAsync();
    }

    public static async Task<string> SetOfLastEntryAsync(this TestHub hub)
    {
        await using var db = hub.Db();
        return await db.Log.OrderByDescending(e => e.Index).Select(e => e.PolicySet).FirstAsync();
    }

    /// <summary>Changes the bundle of a set in the database, as an attacker with access to the database might.</summary>
    public static async Task TamperAsync(this TestHub hub, string version, Func<byte[], byte[]> change)
    {
        await using var db = hub.Db();
        var bytes = await db.PolicySets.Where(s => s.Version == version).Select(s => s.Bundle).SingleAsync();
        await db.PolicySets.Where(s => s.Version == version).ExecuteUpdateAsync(set => set.SetProperty(s => s.Bundle, change(bytes)));
    }

    private static void Change(string file, string part, string instead)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(part, instead, StringComparison.Ordinal));
    }
}
