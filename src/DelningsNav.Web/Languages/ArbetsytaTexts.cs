namespace DelningsNav.Web.Languages;

/// <summary>Names the texts of Arbetsyta, for staff: <c>Languages/ArbetsytaTexts.sv.resx</c> and <c>.en.resx</c>.</summary>
/// <remarks>
/// A page uses them as <c>@T["Key"]</c>, after the line <c>@inject IStringLocalizer&lt;ArbetsytaTexts&gt; T</c> in the
/// folder's <c>_ViewImports.cshtml</c>; a page model takes <c>IStringLocalizer&lt;ArbetsytaTexts&gt;</c> in its constructor.
/// </remarks>
public sealed class ArbetsytaTexts;
