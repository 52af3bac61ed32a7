using System.Xml.Linq;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.SignIn;

/// <summary>The keys of form tokens, in the hub's database and sealed by the hub (<see cref="ProtectionKeys"/>).</summary>
internal sealed partial class KeysInDatabase(ProtectionKeys stored, ILogger<KeysInDatabase> logger) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var (keys, refused) = stored.Read();
        foreach (var name in refused)
        {
            Refused(logger, name);
        }

        return [.. keys.Select(key => XElement.Parse(key))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        stored.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The protection key {Name} in the database was not stored by this hub and is not used; find out who wrote it")]
    private static partial void Refused(ILogger logger, string name);
}

/// <summary>Stores the keys of form tokens in <see cref="KeysInDatabase"/>.</summary>
internal sealed class KeepKeysInDatabase(KeysInDatabase keys) : IConfigureOptions<KeyManagementOptions>
{
    /// <inheritdoc/>
    public void Configure(KeyManagementOptions options) => options.XmlRepository = keys;
}
