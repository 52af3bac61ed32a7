using System.Resources;

// A culture without its own texts falls back to the Swedish ones, so that no page shows a bare key.
[assembly: NeutralResourcesLanguage("sv", UltimateResourceFallbackLocation.Satellite)]

namespace DelningsNav.Web.Languages;

/// <summary>Names the texts that every page may use: the shell, the components and the open pages.</summary>
/// <remarks>
/// The texts are in <c>Languages/SharedTexts.sv.resx</c> and those of the other languages, with the same keys in all; easy Swedish has
/// only the keys that differ (<see cref="TextsByLanguage"/>). Every page has them as <c>Shared</c> (injected in
/// <c>Pages/_ViewImports.cshtml</c>); an area adds its own as <c>T</c> with one line in its own <c>_ViewImports.cshtml</c>, <c>@inject
/// IStringLocalizer&lt;MinSidaTexts&gt; T</c>, and then writes <c>@T["MyChildren"]</c>, or with a value, <c>@T["AskFor",
/// child.Name]</c>. The value is encoded.
/// </remarks>
public sealed class SharedTexts;
