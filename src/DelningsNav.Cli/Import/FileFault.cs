namespace DelningsNav.Cli.Import;

/// <summary>One thing that is wrong in an input file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Pointer">The place in the file as a JSON pointer (RFC 6901), or empty for the whole file.</param>
/// <param name="What">What is wrong and what to do. It never contains an identity number.</param>
internal sealed record FileFault(string File, string Pointer, string What)
{
    public override string ToString() => Pointer.Length == 0 ? $"{File}: {What}" : $"{File}#{Pointer}: {What}";
}
