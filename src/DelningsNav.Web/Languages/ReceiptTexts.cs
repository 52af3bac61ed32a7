namespace DelningsNav.Web.Languages;

/// <summary>
/// Names the texts of receipts of consent, as page and as PDF: <c>Languages/ReceiptTexts.sv.resx</c> and those of the other languages.
/// </summary>
public sealed class ReceiptTexts;
