namespace DelningsNav.Demo.Languages;

/// <summary>Names the texts of the style guide, where every component is shown: <c>Languages/StyleGuideTexts.sv.resx</c> and <c>.en.resx</c>.</summary>
/// <remarks>
/// A page uses them as <c>@T["Key"]</c>, after the line <c>@inject IStringLocalizer&lt;StyleGuideTexts&gt; T</c> in the
/// folder's <c>_ViewImports.cshtml</c>; a page model takes <c>IStringLocalizer&lt;StyleGuideTexts&gt;</c> in its constructor.
/// </remarks>
public sealed class StyleGuideTexts;
