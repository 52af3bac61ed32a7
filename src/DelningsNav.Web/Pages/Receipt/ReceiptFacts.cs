namespace DelningsNav.Web.Pages.Receipt;

/// <summary>The contents of a receipt in the reader's language. The page and the PDF have the same words.</summary>
internal sealed record ReceiptFacts
{
    /// <summary>Who answered what, to whom and for what.</summary>
    public required IReadOnlyList<ReceiptFact> Answer { get; init; }

    /// <summary>The events, each as a sentence, in order.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Which text was answered.</summary>
    public required string TextVersion { get; init; }

    /// <summary>How the consent is withdrawn, in paragraphs.</summary>
    public required IReadOnlyList<string> Withdraw { get; init; }

    /// <summary>The numbers by which the answer can be found and proved.</summary>
    public required IReadOnlyList<ReceiptFact> Proof { get; init; }

    /// <summary>A sentence that says whose receipt it is, and that it contains a name.</summary>
    public required string Yours { get; init; }

    /// <summary>The language of the text, by the name that the language has in itself.</summary>
    public required string TextLanguage { get; init; }
}

/// <summary>One fact with its name.</summary>
internal sealed record ReceiptFact(string Name, string Value);
