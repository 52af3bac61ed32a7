using DelningsNav.Policies.Consents;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>
/// The source of every page's texts: the files of the page's language. For easy Swedish, the files <c>.simple.sv.resx</c> come first.
/// </summary>
/// <remarks>
/// Easy Swedish has its own text only where the Swedish text is not already plain. For every other key, the Swedish text is used. The files
/// of easy Swedish are among the Swedish files, because the build does not accept easy Swedish as a culture.
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
