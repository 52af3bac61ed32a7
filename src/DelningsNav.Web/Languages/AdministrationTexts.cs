namespace DelningsNav.Web.Languages;

/// <summary>
/// Names the texts of Administration, for system owners: <c>Languages/AdministrationTexts.sv.resx</c> and <c>.en.resx</c>.
/// </summary>
/// <remarks>
/// A page uses them as <c>@T["Key"]</c>, after the line <c>@inject IStringLocalizer&lt;AdministrationTexts&gt; T</c> in the
/// folder's <c>_ViewImports.cshtml</c>; a page model takes <c>IStringLocalizer&lt;AdministrationTexts&gt;</c> in its constructor.
/// </remarks>
public sealed class AdministrationTexts;
