using System.Resources;

// A culture without texts of its own gets the Swedish texts, so that no page shows a bare key.
[assembly: NeutralResourcesLanguage("sv", UltimateResourceFallbackLocation.Satellite)]

namespace DelningsNav.Demo.Languages;

/// <summary>
/// Names the texts of the banner and of the sign-in, in <c>Languages/DemoTexts.sv.resx</c> and the files of the other languages.
/// </summary>
public sealed class DemoTexts;
