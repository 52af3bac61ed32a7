namespace DelningsNav.Web.Languages;

/// <summary>Names the texts of receipts of consent, as page and as PDF: <c>Languages/ReceiptTexts.sv.resx</c> and <c>.en.resx</c>.</summary>
public sealed class ReceiptTexts;
