using DelningsNav.Web.Pages.MinSida;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>How a consent's text becomes paragraphs and lists.</summary>
public sealed class ExactTextTests
{
    [Fact]
    public void An_empty_line_ends_a_paragraph_and_lines_without_one_between_them_belong_together()
    {
        var parts = ExactText.PartsOf("Får de visa?\n\nDet här:\n– Frånvaro\n– Betyg\n\nDu bestämmer.\nDu kan säga nej.\n");

        Assert.Equal(
            ["Får de visa?", "Det här:", "- Frånvaro|Betyg", "Du bestämmer.|Du kan säga nej."],
            parts.Select(part => (part.IsList ? "- " : "") + string.Join('|', part.Lines)));
    }
}
