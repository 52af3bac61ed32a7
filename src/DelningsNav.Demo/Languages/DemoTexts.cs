using System.Resources;

// A culture without texts of its own reads the Swedish ones, never the bare key.
[assembly: NeutralResourcesLanguage("sv", UltimateResourceFallbackLocation.Satellite)]

namespace DelningsNav.Demo.Languages;

/// <summary>Names the texts of the banner and of the sign-in: <c>Languages/DemoTexts.sv.resx</c> and those of the other languages.</summary>
public sealed class DemoTexts;
