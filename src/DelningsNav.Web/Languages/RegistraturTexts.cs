namespace DelningsNav.Web.Languages;

/// <summary>Names the texts of Registratur, for registrators: <c>Languages/RegistraturTexts.sv.resx</c> and <c>.en.resx</c>.</summary>
/// <remarks>
/// A page uses them as <c>@T["Key"]</c>, after the line <c>@inject IStringLocalizer&lt;RegistraturTexts&gt; T</c> in the
/// folder's <c>_ViewImports.cshtml</c>; a page model takes <c>IStringLocalizer&lt;RegistraturTexts&gt;</c> in its constructor.
/// </remarks>
public sealed class RegistraturTexts;
