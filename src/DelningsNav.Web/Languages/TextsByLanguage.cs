using DelningsNav.Policies.Consents;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>
/// The source of every page's texts: the files of its language, and for easy Swedish the files <c>.simple.sv.resx</c> first.
/// </summary>
/// <remarks>
/// Easy Swedish falls back to the Swedish text key by key, and has its own text only where the Swedish is not already plain. Its files
/// are among the Swedish ones because the build knows no culture of that name.
/// </remarks>
internal sealed class TextsByLanguage(ResourceManagerStringLocalizerFactory files) : IStringLocalizerFactory
{
    /// <summary>The suffix of the easy texts, after the name of the texts.</summary>
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
