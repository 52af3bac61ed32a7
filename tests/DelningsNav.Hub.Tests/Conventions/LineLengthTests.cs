namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>A line of code is short enough to be read next to another file.</summary>
public class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters()
    {
        var tooLong = Sources.CSharp("src").Concat(Sources.CSharp("tests"))
            .SelectMany(TooLong)
            .ToList();

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    [Fact]
    public void A_line_of_140_characters_passes_and_one_of_141_is_found()
    {
        var file = new SourceFile("Lines.cs", $"{new string('å', 140)}\n{new string('å', 141)}\n");

        Assert.Equal(["Lines.cs:2: 141 characters"], TooLong(file));
    }

    private static IEnumerable<string> TooLong(SourceFile file) =>
        file.Text.Split('\n').Select((line, at) => (Length: line.TrimEnd('\r').Length, At: at + 1))
            .Where(line => line.Length > Longest)
            .Select(line => $"{file.Path}:{line.At}: {line.Length} characters");
}
