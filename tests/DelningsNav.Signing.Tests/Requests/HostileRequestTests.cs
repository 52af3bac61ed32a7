using System.Text;

namespace DelningsNav.Signing.Tests.Requests;

/// <summary>What an attacker, or a careless client, may send.</summary>
public sealed class HostileRequestTests
{
    [Fact]
    public void A_swapped_body_does_not_match_its_digest()
    {
        using var call = SignedCall.Post();

        var verdict = call.Verify(body: Encoding.UTF8.GetBytes("""{"purpose":"all"}"""));

        Assert.IsType<RequestVerdict.DigestMismatch>(verdict);
    }

    [Fact]
    public void A_swapped_body_with_its_own_digest_breaks_the_signature()
    {
        using var call = SignedCall.Post();
        var body = Encoding.UTF8.GetBytes("""{"purpose":"all"}""");
        call.Message.Fields.Set("content-digest", ContentDigest.Sha256(body));

        var verdict = call.Verify(body: body);

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("md5=:AAAA:")]
    [InlineData("sha-256")]
    [InlineData("nothing readable (")]
    public void A_signed_digest_of_no_known_kind_does_not_vouch_for_a_body(string digest)
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Set("content-digest", digest);
        call.Resign(input => input);

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.DigestMismatch>(verdict);
    }

    [Fact]
    public void No_single_changed_character_of_the_signature_input_leaves_the_call_valid()
    {
        using var call = SignedCall.Post();
        var input = call.Message.Fields.Combined("signature-input")!;
        var changed = from at in Enumerable.Range(0, input.Length)
                      from c in "\0\" ;(),=a1@:?%\\\u00e5"
                      where input[at] != c
                      select $"{input.AsSpan(0, at)}{c}{input.AsSpan(at + 1)}";

        var survivors = changed.Where(text =>
        {
            call.Message.Fields.Set("signature-input", text);
            return call.Verify() is RequestVerdict.Valid;
        }).ToList();

        Assert.Empty(survivors);
    }

    [Fact]
    public void A_body_smuggled_into_a_call_signed_without_one_is_refused()
    {
        using var call = SignedCall.Get();

        Assert.IsType<RequestVerdict.DigestMismatch>(call.Verify(body: [1]));
        Assert.IsType<RequestVerdict.Invalid>(
            call.Verify(body: [1], received: call.MovedTo("GET", call.Message.TargetUri!, hasBody: true)));
    }

    [Fact]
    public void A_body_dropped_from_a_call_signed_with_one_is_refused()
    {
        using var call = SignedCall.Post();

        var verdict = call.Verify(body: [], received: call.MovedTo("POST", call.Message.TargetUri!, hasBody: false));

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("DELETE", "https://hub.example/api/v1/record-types")]
    [InlineData("get", "https://hub.example/api/v1/record-types")]
    [InlineData("GET", "https://hub.example/api/v1/record-types?all=true")]
    [InlineData("GET", "https://hub.example/api/v1/record-types/")]
    [InlineData("GET", "https://other.example/api/v1/record-types")]
    [InlineData("GET", "http://hub.example/api/v1/record-types")]
    public void A_signature_does_not_move_to_another_method_or_target(string method, string target)
    {
        using var call = SignedCall.Get();

        var verdict = call.Verify(received: call.MovedTo(method, target));

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("authorization", "Bearer other")]
    [InlineData("idempotency-key", "6c2f")]
    [InlineData("content-type", "text/plain")]
    public void A_covered_field_cannot_be_changed_or_removed_or_doubled(string field, string value)
    {
        using var changed = SignedCall.Post();
        changed.Message.Fields.Set(field, value);
        using var removed = SignedCall.Post();
        removed.Message.Fields.Remove(field);
        using var doubled = SignedCall.Post();
        doubled.Message.Fields.Add(field, value);

        Assert.IsType<RequestVerdict.Invalid>(changed.Verify());
        Assert.IsType<RequestVerdict.Invalid>(removed.Verify());
        Assert.IsType<RequestVerdict.Invalid>(doubled.Verify());
    }

    [Fact]
    public void An_idempotency_key_added_on_the_way_is_refused()
    {
        using var call = SignedCall.Get();
        call.Message.Fields.Add("Idempotency-Key", "5b1f");

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("\"@method\" ", "")]
    [InlineData("\"@target-uri\" ", "")]
    [InlineData("\"content-digest\" ", "")]
    [InlineData("\"content-type\" ", "")]
    [InlineData("\"authorization\" ", "")]
    [InlineData(" \"idempotency-key\"", "")]
    [InlineData("\"@target-uri\"", "\"@path\"")]
    [InlineData("\"@method\"", "\"@method\" \"@method\"")]
    [InlineData("\"@method\"", "\"@method\" \"accept\"")]
    [InlineData("\"@method\"", "\"@method\";req")]
    [InlineData("\"content-type\"", "\"content-type\";bs")]
    [InlineData("\"content-type\"", "content-type")]
    public void A_signature_that_covers_anything_but_exactly_what_is_demanded_is_refused(string part, string replacement)
    {
        using var call = SignedCall.Post();
        call.Resign(input => input.Replace(part, replacement, StringComparison.Ordinal));

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData(";created=1793000000", "")]
    [InlineData("created=1793000000", "created=1793000000.0")]
    [InlineData("created=1793000000", "created=\"1793000000\"")]
    [InlineData("created=1793000000", "created=-1")]
    [InlineData("created=1793000000", "created=999999999999999")]
    [InlineData("created=1793000000", "created=1;created=1793000000")]
    [InlineData("nonce=", "nonce=\"AAECAwQFBgcICQoLDA0ODx\";nonce=")]
    [InlineData("nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce=\"\"")]
    [InlineData("nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce=\"AAECAwQFBgcICQoLDA0OD\"")]
    [InlineData("nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce=\"AAECAwQFBgcICQoLDA0 ODw\"")]
    [InlineData("nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce")]
    [InlineData(";nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "")]
    [InlineData("keyid=\"", "keyid=\"x")]
    [InlineData("keyid=\"", "keyid=\"short\";x=\"")]
    [InlineData(";tag=", ";expires=1792999999;tag=")]
    [InlineData(";tag=", ";alg=\"hmac-sha256\";tag=")]
    [InlineData(";tag=", ";alg=\"ed25519\";tag=")]
    [InlineData(";tag=", ";tag=\"other\";tag=")]
    [InlineData(";tag=", ";unknown=1;tag=")]
    public void A_signature_whose_parameters_break_the_profile_is_refused(string part, string replacement)
    {
        using var call = SignedCall.Post();
        call.Resign(input => input.Replace(part, replacement, StringComparison.Ordinal));

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Fact]
    public void A_nonce_of_a_hundred_and_twenty_eight_characters_is_the_longest()
    {
        using var longest = SignedCall.Post(new string('A', 128));
        using var tooLong = SignedCall.Post();
        tooLong.Resign(input => input.Replace(SignedCall.FirstNonce, new string('A', 129), StringComparison.Ordinal));

        Assert.IsType<RequestVerdict.Valid>(longest.Verify());
        Assert.IsType<RequestVerdict.Invalid>(tooLong.Verify());
    }

    [Fact]
    public void Naming_the_registered_algorithm_is_allowed()
    {
        using var call = SignedCall.Post();
        call.Resign(input => input.Replace(";tag=", ";alg=\"ecdsa-p256-sha256\";tag=", StringComparison.Ordinal));

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Valid>(verdict);
    }

    [Fact]
    public void Two_signatures_with_our_tag_are_refused_even_when_both_hold()
    {
        using var call = SignedCall.Post();
        var input = call.Message.Fields.Combined("signature-input")!;
        var signature = call.Message.Fields.Combined("signature")!;
        call.Message.Fields.Add("signature-input", "second" + input["delningsnav".Length..]);
        call.Message.Fields.Add("signature", "second" + signature["delningsnav".Length..]);

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("signature-input")]
    [InlineData("signature")]
    public void The_same_label_twice_is_refused_even_when_both_are_the_same(string field)
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Add(field, call.Message.Fields.Combined(field)!);

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData("signature-input", "delningsnav")]
    [InlineData("signature-input", "delningsnav=()")]
    [InlineData("signature-input", "delningsnav=(")]
    [InlineData("signature-input", "delningsnav=1;tag=\"delningsnav-request\"")]
    [InlineData("signature-input", "")]
    [InlineData("signature", "")]
    [InlineData("signature", "delningsnav=1")]
    [InlineData("signature", "delningsnav=(:AAAA:)")]
    [InlineData("signature", "delningsnav=:AAAA:")]
    [InlineData("signature", "delningsnav=::")]
    [InlineData("signature", "delningsnav=:not base64:")]
    [InlineData("signature", "other=:AAAA:")]
    public void Fields_that_are_malformed_are_refused(string field, string value)
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Set(field, value);

        var verdict = call.Verify();

        Assert.True(verdict is RequestVerdict.Invalid or RequestVerdict.Missing, verdict.ToString());
    }

    [Fact]
    public void Signature_input_without_signature_is_refused()
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Remove("signature");

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Fact]
    public void Fields_of_a_megabyte_are_refused_before_they_are_parsed()
    {
        using var call = SignedCall.Post();
        var many = string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"a{i}=(\"@method\")"));
        call.Message.Fields.Add("signature-input", many);

        var verdict = Assert.IsType<RequestVerdict.Invalid>(call.Verify());

        Assert.Contains("8192", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_with_one_flipped_bit_anywhere_does_not_hold()
    {
        using var call = SignedCall.Get();
        var signature = Convert.FromBase64String(call.Message.Fields.Combined("signature")!["delningsnav=:".Length..^1]);

        var verdicts = Enumerable.Range(0, signature.Length * 8).Select(bit =>
        {
            var flipped = (byte[])signature.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            call.Message.Fields.Set("signature", $"delningsnav=:{Convert.ToBase64String(flipped)}:");
            return call.Verify();
        });

        Assert.All(verdicts, verdict => Assert.IsType<RequestVerdict.Invalid>(verdict));
    }

    [Fact]
    public void A_line_break_in_a_covered_field_cannot_forge_a_line_of_the_signed_text()
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Set("authorization", "Bearer token\n\"@method\": GET");

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }
}
