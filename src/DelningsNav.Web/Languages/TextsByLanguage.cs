using DelningsNav.Policies.Consents;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>
/// Where every page's texts come from: the files of its language, and for easy Swedish those of <c>.simple.sv.resx</c> first.
/// </summary>
/// <remarks>
/// Easy Swedish falls back to the Swedish text key by key, and has a text of its own only where the Swedish is not
/// plain already. Its files stand
/// among the Swedish ones since the build knows no culture of that name.
/// </remarks>
internal sealed class TextsByLanguage(ResourceManagerStringLocalizerFactory files) : IStringLocalizerFactory
{
    /// <summary>What follows the name of the texts in the name of their easy ones.</summary>
    public const string Easy = ".simple";

    /// <inheritdoc/>
    public IStringLocalizer Create(Type resourceSource)
    {
        ArgumentNullException.ThrowIfNull(resourceSource);
        return new Texts(
            files.Create(resourceSource), files.Create(resourceSource.FullName + Easy, resourceSource.Assembly.GetName().Name!));
    }

    /// <inheritdoc/>
    public IStringLocalizer Create(string baseName, string location) => files.Create(baseName, location);

    private sealed class Texts(IStringLocalizer all, IStringLocalizer easy) : IStringLocalizer
    {
        public LocalizedString this[string name] => SourceOf(name)[name];

        public LocalizedString this[string name, params object[] arguments] => SourceOf(name)[name, arguments];

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => all.GetAllStrings(includeParentCultures);

        private IStringLocalizer SourceOf(string name) =>
            Language.Tag == ConsentLanguages.EasySwedish && !easy[name].ResourceNotFound ? easy : all;
    }
}
