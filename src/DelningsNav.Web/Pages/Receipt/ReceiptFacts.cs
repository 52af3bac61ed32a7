namespace DelningsNav.Web.Pages.Receipt;

/// <summary>What a receipt says, in the reader's language: the same words for the page and for the PDF.</summary>
internal sealed record ReceiptFacts
{
    /// <summary>What was answered by whom, to whom and for what.</summary>
    public required IReadOnlyList<ReceiptFact> Answer { get; init; }

    /// <summary>What has happened, each as a sentence, in order.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Which text it was answered to.</summary>
    public required string TextVersion { get; init; }

    /// <summary>How the consent is taken back, each as a paragraph.</summary>
    public required IReadOnlyList<string> Withdraw { get; init; }

    /// <summary>The numbers by which the answer is found and proved.</summary>
    public required IReadOnlyList<ReceiptFact> Proof { get; init; }

    /// <summary>Whose the receipt is, and that it holds a name.</summary>
    public required string Yours { get; init; }

    /// <summary>The language of the text, by its own name.</summary>
    public required string TextLanguage { get; init; }
}

/// <summary>One fact by its name.</summary>
internal sealed record ReceiptFact(string Name, string Value);
