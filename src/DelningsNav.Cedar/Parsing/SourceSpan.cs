namespace DelningsNav.Cedar.Parsing;

/// <summary>A part of a policy text. <paramref name="End"/> is the first position after it.</summary>
internal readonly record struct SourceSpan(int Start, int End)
{
    public string In(string text) => text[Start..End];
}
