namespace DelningsNav.Web.Languages;

/// <summary>
/// Names the texts of Min sida, for guardians and pupils: <c>Languages/MinSidaTexts.sv.resx</c> and those of the other languages.
/// </summary>
/// <remarks>
/// A page uses them as <c>@T["Key"]</c>, after the line <c>@inject IStringLocalizer&lt;MinSidaTexts&gt; T</c> in the
/// folder's <c>_ViewImports.cshtml</c>; a page model takes <c>IStringLocalizer&lt;MinSidaTexts&gt;</c> in its constructor.
/// </remarks>
public sealed class MinSidaTexts;
