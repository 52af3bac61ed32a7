using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The texts that families are asked with: templates as policy data, filled with what a consent says.</summary>
/// <remarks>The filled text is what a person signs: its version, language and SHA-256 stand in the signature, and the text itself is kept.</remarks>
public sealed class ConsentTexts
{
    private const string Folder = "consent-texts";

    private readonly IReadOnlyDictionary<string, string> _templates;
    private readonly RecordTypeCatalogue _recordTypes;

    private ConsentTexts(string version, IReadOnlyDictionary<string, string> templates, RecordTypeCatalogue recordTypes)
    {
        Version = version;
        _templates = templates;
        _recordTypes = recordTypes;
    }

    /// <summary>The version of the templates.</summary>
    public string Version { get; }

    /// <summary>The languages there are, Swedish first.</summary>
    public IReadOnlyList<string> Languages => [.. _templates.Keys.OrderByDescending(l => l == "sv").ThenBy(l => l, StringComparer.Ordinal)];

    /// <summary>Reads the newest templates of a policy folder, files named <c>version.language.txt</c>.</summary>
    /// <exception cref="PolicySetException">There is no Swedish text.</exception>
    public static ConsentTexts Load(string policyFolder, RecordTypeCatalogue recordTypes)
    {
        var folder = Path.Combine(policyFolder, Folder);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.txt") : [];
        var newest = files
            .Select(file => (File: file, Parts: Path.GetFileName(file).Split('.')))
            .Where(f => f.Parts.Length == 3 && int.TryParse(f.Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .GroupBy(f => int.Parse(f.Parts[0], CultureInfo.InvariantCulture))
            .MaxBy(g => g.Key);
        if (newest is null || newest.All(f => f.Parts[1] != "sv"))
        {
            throw new PolicySetException([$"`{Folder}` holds no Swedish consent text such as `1.sv.txt`"]);
        }

        return new ConsentTexts(
            newest.Key.ToString(CultureInfo.InvariantCulture),
            newest.ToDictionary(f => f.Parts[1], f => File.ReadAllText(f.File).Trim()),
            recordTypes);
    }

    /// <summary>The exact text for one consent in a language; Swedish when the language is not there.</summary>
    public async Task<ShownText> RenderAsync(HubDbContext db, Consent consent, string language, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(consent);
        var chosen = _templates.ContainsKey(language) ? language : "sv";
        var swedish = chosen == "sv";
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == consent.Child, ct);
        var parties = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where branch.Id == consent.Discloser || branch.Id == consent.Recipient
            select new { branch.Id, Name = authority.Name + " (" + branch.Name + ")" }).ToDictionaryAsync(b => b.Id, b => b.Name, ct);
        var culture = CultureInfo.GetCultureInfo(swedish ? "sv-SE" : "en-GB");
        var types = consent.RecordTypes.Select(code =>
            _recordTypes.TryFind(code, out var type) ? "– " + (swedish ? type.Swedish : type.English) : "– " + code);
        var text = new StringBuilder(_templates[chosen])
            .Replace("{child}", child.Name)
            .Replace("{discloser}", parties[consent.Discloser])
            .Replace("{recipient}", parties[consent.Recipient])
            .Replace("{types}", string.Join('\n', types))
            .Replace("{support}", consent.Purpose == "sst-plus" ? "SST+" : "SST")
            .Replace("{from}", consent.DataFrom.ToString("d MMMM yyyy", culture))
            .Replace("{to}", consent.DataTo.ToString("d MMMM yyyy", culture))
            .Replace("{until}", SwedishTime.LastDayBefore(consent.ValidUntil).ToString("d MMMM yyyy", culture))
            .ToString();
        return new ShownText(Version, chosen, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);
    }
}
