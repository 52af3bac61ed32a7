namespace DelningsNav.Web.Languages;

/// <summary>Finds a page's own texts: those of the area that it belongs to.</summary>
internal static class AreaTexts
{
    /// <summary>The texts of a page model, or of a part of one, by its namespace: <c>DelningsNav.Web.Pages.MinSida</c> and so on.</summary>
    public static Type Of(Type model) => model.Namespace?.Split('.').ElementAtOrDefault(3) switch
    {
        "MinSida" => typeof(MinSidaTexts),
        "Arbetsyta" => typeof(ArbetsytaTexts),
        "Registratur" => typeof(RegistraturTexts),
        "Administration" => typeof(AdministrationTexts),
        _ => typeof(SharedTexts),
    };
}
