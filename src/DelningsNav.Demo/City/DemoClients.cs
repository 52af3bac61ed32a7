using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Signing;

namespace DelningsNav.Demo.City;

/// <summary>
/// The systems that call the demo's API. Their private keys are in the demo's folder, so that a newcomer can call the API at once.
/// </summary>
internal sealed class DemoClients
{
    /// <summary>The file with the key of the school's system.</summary>
    public const string SchoolKeyFile = "demo-client.pem";

    /// <summary>The file with the key of the social services' system.</summary>
    public const string SocialKeyFile = "demo-client-social.pem";

    private DemoClients(ClientId school) => SchoolSystem = new Caller.System(school, null);

    /// <summary>The school's system, which deposits absence.</summary>
    public Caller SchoolSystem { get; }

    /// <summary>
    /// Registers both systems, each for every operation. The school holds records, so its system acts for assessors too.
    /// </summary>
    public static async Task<DemoClients> RegisterAsync(MaintainParties keep, DemoParties city, string folder, CancellationToken ct)
    {
        var school = await AddAsync(
            keep, city.Grundskola, "Skolsystemet", [ClientRole.Caseworker, ClientRole.Assessor, ClientRole.Registrator],
            Path.Combine(folder, SchoolKeyFile), ct);
        await AddAsync(
            keep, city.JarvaSocial, "Verksamhetssystemet Järva", [ClientRole.Caseworker, ClientRole.Registrator],
            Path.Combine(folder, SocialKeyFile), ct);
        return new DemoClients(school);
    }

    private static async Task<ClientId> AddAsync(
        MaintainParties keep, BranchId branch, string name, IReadOnlyList<ClientRole> roles, string file, CancellationToken ct)
    {
        using var key = SigningKey.Create();
        await using (var stream = new FileStream(file, Private()))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(key.ToPem());
        }

        return await keep.AddClientAsync(branch, name, Operations.All, roles, key.KeyId, key.PublicKey.ToPem(), ct);
    }

    // Only the owner may read the file, although it is only a demo's key.
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
