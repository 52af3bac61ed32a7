using System.Buffers;
using System.Text.Json;
using DelningsNav.Signing;

namespace DelningsNav.AuditLog;

/// <summary>
/// Writes a receipt as canonical JSON, which is described in <c>docs/consent-receipts.md</c>. <see cref="ConsentReceiptReader"/> reads it.
/// </summary>
internal static class ConsentReceiptFormat
{
    internal const string SignatureMember = "signature";

    internal static byte[] Write(ConsentReceipt receipt, string? signature)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, receipt);
            if (signature is not null)
            {
                json.WriteString(SignatureMember, signature);
            }

            json.WriteEndObject();
        }

        return CanonicalJson.Of(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, ConsentReceipt receipt)
    {
        var statement = receipt.Statement;
        json.WriteString("schema", ConsentReceipt.Schema);
        json.WriteString("jurisdiction", ConsentReceipt.Jurisdiction);
        json.WriteString("issuer", receipt.Issuer);
        json.WriteString("issuedAt", ReceiptTimes.Write(receipt.IssuedAt));
        json.WriteString("recordId", statement.Consent);
        json.WriteString("case", statement.Case);
        json.WriteString("subject", statement.Subject);
        json.WriteStartObject("signer");
        json.WriteString("reference", statement.Signer);
        json.WriteString("capacity", Word(statement.Capacity));
        json.WriteEndObject();
        json.WriteString("answer", statement.IsGranted ? "yes" : "no");
        WriteIfSaid(json, "answerForm", statement.AnswerForm);
        Write(json, "controller", statement.Controller);
        Write(json, "recipient", statement.Recipient);
        json.WriteString("purpose", statement.Purpose);
        json.WriteStartArray("recordTypes");
        foreach (var type in statement.RecordTypes)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WriteStartObject("dataPeriod");
        json.WriteString("from", ReceiptTimes.Write(statement.DataFrom));
        json.WriteString("to", ReceiptTimes.Write(statement.DataTo));
        json.WriteEndObject();
        json.WriteString("validUntil", ReceiptTimes.Write(statement.ValidUntil));
        WriteIfSaid(json, "useLimit", statement.UseLimit);
        WriteIfSaid(json, "retentionPromise", statement.RetentionPromise);
        json.WriteStartObject("notice");
        json.WriteString("version", statement.TextVersion);
        json.WriteString("language", statement.TextLanguage);
        json.WriteString("sha256", statement.TextHash);
        json.WriteString("text", receipt.Text);
        json.WriteEndObject();
        json.WriteString("howToWithdraw", receipt.HowToWithdraw);
        json.WriteString("status", receipt.Status);
        json.WriteStartArray("events");
        foreach (var step in receipt.Events)
        {
            json.WriteStartObject();
            json.WriteString("event", Word(step.Kind));
            json.WriteString("at", ReceiptTimes.Write(step.At));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, receipt.Proofs);
    }

    private static void Write(Utf8JsonWriter json, ConsentReceiptProofs proofs)
    {
        json.WriteStartObject("log");
        json.WriteNumber("index", proofs.Answer.Index);
        json.WriteString("statement", proofs.Statement.ToString());
        json.WriteBase64String("statementKey", proofs.StatementKey.Span);
        json.WriteString("answer", proofs.Answer.ToString());
        WriteIfSaid(json, "withdrawal", proofs.Withdrawal?.ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ConsentReceiptParty party)
    {
        json.WriteStartObject(name);
        json.WriteString("reference", party.Reference);
        json.WriteString("branch", party.Branch);
        json.WriteString("authority", party.Authority);
        json.WriteString("organisationNumber", party.OrganisationNumber);
        json.WriteEndObject();
    }

    private static void WriteIfSaid(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>The JSON name of an enum member: lower camel case.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
