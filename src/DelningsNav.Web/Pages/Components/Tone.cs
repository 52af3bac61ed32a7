namespace DelningsNav.Web.Pages.Components;

/// <summary>The meaning of a colour. The word next to it always says the same.</summary>
public enum Tone
{
    /// <summary>Nothing to notice.</summary>
    Neutral,

    /// <summary>Something is under way, or the reader may act.</summary>
    Action,

    /// <summary>Done, granted, received.</summary>
    Success,

    /// <summary>Something is outstanding or needs care.</summary>
    Warning,

    /// <summary>Refused, stopped, wrong.</summary>
    Danger,
}

/// <summary>The style sheet's names of the tones.</summary>
internal static class Tones
{
    /// <summary>
    /// The classes of a component in a tone: <c>tag tag-success</c> for <c>tag</c> and <see cref="Tone.Success"/>, and <c>tag</c> alone for
    /// <see cref="Tone.Neutral"/>.
    /// </summary>
    public static string ClassOf(this Tone tone, string component) => tone switch
    {
        Tone.Neutral => component,
        Tone.Action => $"{component} {component}-action",
        Tone.Success => $"{component} {component}-success",
        Tone.Warning => $"{component} {component}-warning",
        Tone.Danger => $"{component} {component}-danger",
    };
}
