using System.Text;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.Requests;

/// <summary>A call that is signed as it should be, for tests to spoil in one place.</summary>
internal sealed class SignedCall : IDisposable
{
    public const string FirstNonce = "AAECAwQFBgcICQoLDA0ODw";

    public static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1_793_000_000);

    public SigningKey Key { get; } = SigningKey.Create();

    public HttpMessage Message { get; private set; } = HttpMessage.ForRequest(
        "GET", "https://hub.example/api/v1/record-types", hasBody: false);

    public byte[] Body { get; private set; } = [];

    public static SignedCall Get()
    {
        var call = new SignedCall();
        RequestSignature.Sign(call.Message, [], call.Key, FirstNonce, SignedAt);
        return call;
    }

    public static SignedCall Post(string nonce = FirstNonce)
    {
        var call = new SignedCall
        {
            Message = HttpMessage.ForRequest("POST", "https://hub.example/api/v1/consent-requests", hasBody: true),
            Body = Encoding.UTF8.GetBytes("""{"purpose":"sst"}"""),
        };
        call.Message.Fields.Add("Content-Type", "application/json");
        call.Message.Fields.Add("Idempotency-Key", "5b1f");
        call.Message.Fields.Add("Authorization", "Bearer token");
        call.Message.Fields.Add("Accept", "*/*");
        RequestSignature.Sign(call.Message, call.Body, call.Key, nonce, SignedAt);
        return call;
    }

    /// <summary>Rewrites Signature-Input and signs the new text with the right key: a client that deviates, not a forger.</summary>
    public void Resign(Func<string, string> rewrite)
    {
        var input = rewrite(Message.Fields.Combined("signature-input")!);
        Message.Fields.Set("signature-input", input);
        Assert.True(FieldDictionary.TryParse(input, out var inputs));
        Assert.True(inputs.TryGet("delningsnav", out var covered));
        if (covered is InnerList list && SignedText.TryBuild(Message, list, out var text, out _))
        {
            Message.Fields.Set("signature", $"delningsnav=:{Convert.ToBase64String(Key.Sign(text))}:");
        }
    }

    public RequestVerdict Verify(DateTimeOffset? now = null, byte[]? body = null, HttpMessage? received = null) =>
        RequestSignature.Verify(received ?? Message, body ?? Body, id => id == Key.KeyId ? Key.PublicKey : null, now ?? SignedAt);

    /// <summary>The same fields on another head, as an attacker on the way would make it.</summary>
    public HttpMessage MovedTo(string method, string target, bool? hasBody = null)
    {
        var moved = HttpMessage.ForRequest(method, target, hasBody ?? Message.HasBody);
        foreach (var name in new[] { "content-type", "content-digest", "authorization", "idempotency-key", "signature-input", "signature" })
        {
            if (Message.Fields.Combined(name) is { } value)
            {
                moved.Fields.Add(name, value);
            }
        }

        return moved;
    }

    public void Dispose() => Key.Dispose();
}
