namespace DelningsNav.Web.Languages;

/// <summary>Names the texts of the pages about the rules, for everybody: <c>Languages/RegelTexts.sv.resx</c> and <c>.en.resx</c>.</summary>
/// <remarks>A page uses them as <c>@T["Key"]</c>; the texts of the rules themselves are in the policies, in both languages.</remarks>
public sealed class RegelTexts;
