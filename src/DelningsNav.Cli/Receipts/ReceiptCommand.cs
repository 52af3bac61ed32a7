using System.CommandLine;

namespace DelningsNav.Cli.Receipts;

/// <summary>The commands about receipts of consent: <c>delningsnav receipt …</c>.</summary>
internal static class ReceiptCommand
{
    /// <summary>The command <c>receipt</c> with its subcommands.</summary>
    internal static Command Create() =>
        new("receipt", "Check a receipt of consent without the hub that gave it") { VerifyReceipt.Create() };
}
