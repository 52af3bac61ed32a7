using System.Resources;

// A culture without its own texts falls back to the Swedish ones, so that no page shows a bare key.
[assembly: NeutralResourcesLanguage("sv", UltimateResourceFallbackLocation.Satellite)]

namespace DelningsNav.Web.Languages;

/// <summary>Names the texts that every page may use: the shell, the components and the open pages.</summary>
/// <remarks>
/// The texts are in <c>Languages/SharedTexts.sv.resx</c> and in the files of the other languages. Every file has the same keys, except that
/// easy Swedish has only the keys whose texts differ (<see cref="TextsByLanguage"/>). Every page has these texts as <c>Shared</c>, which is
/// injected in <c>Pages/_ViewImports.cshtml</c>. The pages of an area also have the area's own texts as <c>T</c>, by the line <c>@inject
/// IStringLocalizer&lt;MinSidaTexts&gt; T</c> in the area's own <c>_ViewImports.cshtml</c>. A page then writes <c>@T["MyChildren"]</c> or,
/// with a value, <c>@T["AskFor", child.Name]</c>. The value is encoded.
/// </remarks>
public sealed class SharedTexts;
