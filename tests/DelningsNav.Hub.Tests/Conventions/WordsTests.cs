using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// Comments, messages, test names and documents are in plain English: the lexicon of CONTRIBUTING, as far as a pattern can find it.
/// </summary>
public class WordsTests
{
    private static readonly (string Turn, string Instead)[] Turns =
    [
        (@"for want of", "because … is missing"),
        (@"the first first", "oldest first"),
        (@"(is|are|was|were|be|been|being) told of", "is notified of, is mentioned"),
        (@"shut out", "blocked (guardian)"),
        (@"who must sign", "the signers"),
        (@"whose day has come|day has come", "due"),
        (@"as ever", "as before, as usual"),
        (@"(is|are|was|were) over", "has ended, has expired"),
        (@"what is over", "an ended consent"),
        (@"taken back|tak(e|es|ing) (it|them|a consent|the consent|one|theirs) back", "withdrawn"),
        (@"taken down|tak(e|es|ing) (it|an answer|answers|the answer) down", "recorded (answer)"),
        (@"beside", "with, next to, in addition to, outside"),
        (@"whoever", "anyone who, the person who"),
        (@"those who", "the noun: signers, requesters, readers, people who"),
        (@"one who", "the noun: signer, requester, a person who"),
        (@"all the same", "still, nevertheless"),
        (@"has come to|have come to", "has ended, has become"),
        (@"comes? to be", "becomes"),
        (@"what came of", "the result of"),
        (@"(is|are) believed", "is trusted, is accepted"),
        (@"put in force|puts? (it|them|a set|the set|rules) in force", "set in force"),
        (@"speaks? of", "covers, refers to, is about"),
        (@"passed over|passes over|pass over", "ignored, skipped"),
        (@"(told|tell|tells|telling) (\w+ )?apart", "distinguish"),
        (@"that is none", "unknown, invalid"),
        (@"or else (null|false)", "otherwise null"),
        (@"stands? (on|in|for|there|beside|under)", "rests on, is in, means"),
        (@"no longer holds?|that held|(has|had|have) held", "is no longer valid, was active"),
        (@"not theirs", "belongs to another"),
        (@"told otherwise", "unless configured"),
        (@"how (it|he|she|the consent|a consent) stood", "its state"),
        (@"got another way", "obtained separately"),
        (@"answers with null|answers null", "returns null"),
    ];

    private static readonly Regex Any = new(
        string.Join('|', Turns.Select((turn, at) => $@"(?<t{at}>\b(?:{turn.Turn.Replace(" ", @"\s+", StringComparison.Ordinal)})\b)")),
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Compiled);

    [Fact]
    public void No_comment_message_or_document_has_a_turn_that_a_stranger_stumbles_over()
    {
        var code = Sources.CSharp("src").Concat(Sources.CSharp("tests"))
            .Where(file => !file.Path.EndsWith("/WordsTests.cs", StringComparison.Ordinal))
            .SelectMany(file => TextsOf(file).SelectMany(text => Found(file.Path, text.Line, text.Text)));
        var documents = Documents().SelectMany(file => Found(file.Path, 1, WithoutLexicon(file)));

        var found = code.Concat(documents).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("class A { // It waits for want of a key.\n }", "A.cs:1: `for want of`: because … is missing")]
    [InlineData(
        "/// <summary>Those who\n/// must sign.</summary>\nclass A;",
        "A.cs:1: `Those who`: the noun: signers, requesters, readers, people who")]
    [InlineData("class A { string B = $\"as ever {1}\"; }", "A.cs:1: `as ever`: as before, as usual")]
    [InlineData("class A { void It_is_shut_out() { } }", "A.cs:1: `shut out`: blocked (guardian)")]
    public void A_turn_is_found_in_comments_texts_and_names(string code, string finding)
    {
        var file = new SourceFile("A.cs", code);

        Assert.Equal([finding], TextsOf(file).SelectMany(text => Found(file.Path, text.Line, text.Text)));
    }

    [Theory]
    [InlineData("class A { int beside = 1; B Beside; }")]
    [InlineData("// The consent covers the record for as long as everybody agrees.\nclass A;")]
    public void Names_in_code_and_plain_sentences_pass(string code)
    {
        var file = new SourceFile("A.cs", code);

        Assert.Empty(TextsOf(file).SelectMany(text => Found(file.Path, text.Line, text.Text)));
    }

    private static IEnumerable<string> Found(string path, int line, string text) =>
        Any.Matches(text).Select(match =>
        {
            var at = line + text.AsSpan(0, match.Index).Count('\n');
            var turn = Turns[int.Parse(match.Groups.Keys.First(key => key[0] == 't' && match.Groups[key].Success).AsSpan(1), null)];
            return $"{path}:{at}: `{Regex.Replace(match.Value, @"\s+", " ")}`: {turn.Instead}";
        });

    /// <summary>Comments without their slashes, string literals, and method names with spaces for underscores.</summary>
    private static IEnumerable<(int Line, string Text)> TextsOf(SourceFile file)
    {
        var root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        var comments = root.DescendantTrivia()
            .Where(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia)
            .Select(trivia => (Line(trivia.GetLocation()), Regex.Replace(trivia.ToFullString(), @"^\s*///?", "", RegexOptions.Multiline)));
        var texts = root.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken)
            .Select(token => (Line(token.GetLocation()), token.Text));
        var names = root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Select(method => (Line(method.Identifier.GetLocation()), method.Identifier.Text.Replace('_', ' ')));
        return comments.Concat(texts).Concat(names);
    }

    private static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    private static IEnumerable<SourceFile> Documents() =>
        Sources.Files("docs", "*.md").Where(file => !file.Path.EndsWith(".sv.md", StringComparison.Ordinal))
            .Concat(Sources.Files("policies", "*.md"))
            .Concat(
                Directory.EnumerateFiles(Sources.Root, "*.md")
                    .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))));

    // The lexicon names the turns that it advises against.
    private static string WithoutLexicon(SourceFile file) =>
        file.Path == "CONTRIBUTING.md" ? Regex.Replace(file.Text, @"(?<=## Words\n).*?(?=\n## )", "", RegexOptions.Singleline) : file.Text;
}
