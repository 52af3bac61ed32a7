namespace DelningsNav.Signing.Tests.Requests;

public sealed class RequestSignatureTests
{
    [Fact]
    public void A_signed_call_is_valid_and_hands_out_its_key_nonce_and_time()
    {
        using var call = SignedCall.Post();

        var verdict = call.Verify();

        Assert.Equal(new RequestVerdict.Valid(
            call.Key.KeyId, SignedCall.FirstNonce, SignedCall.SignedAt, SignedCall.SignedAt.AddSeconds(65)), verdict);
    }

    [Fact]
    public void A_call_without_a_body_is_valid_without_digest_and_type()
    {
        using var call = SignedCall.Get();

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Valid>(verdict);
        Assert.False(call.Message.Fields.Contains("content-digest"));
    }

    [Fact]
    public void A_call_sent_twice_is_valid_twice_with_the_same_nonce_so_that_the_door_can_see_the_replay()
    {
        using var call = SignedCall.Post();

        var first = Assert.IsType<RequestVerdict.Valid>(call.Verify());
        var second = Assert.IsType<RequestVerdict.Valid>(call.Verify(SignedCall.SignedAt.AddSeconds(30)));

        Assert.Equal((first.KeyId, first.Nonce), (second.KeyId, second.Nonce));
    }

    [Fact]
    public void A_fresh_nonce_cannot_be_put_on_a_captured_call()
    {
        using var call = SignedCall.Post();
        var input = call.Message.Fields.Combined("signature-input")!;
        call.Message.Fields.Set(
            "signature-input", input.Replace(SignedCall.FirstNonce, "BAECAwQFBgcICQoLDA0ODw", StringComparison.Ordinal));

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Theory]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    [InlineData(0, true)]
    [InlineData(65, true)]
    [InlineData(66, false)]
    public void A_signature_is_accepted_for_sixty_seconds_and_five_of_skew_on_either_side(int secondsLater, bool accepted)
    {
        using var call = SignedCall.Post();

        var verdict = call.Verify(SignedCall.SignedAt.AddSeconds(secondsLater));

        Assert.Equal(accepted, verdict is RequestVerdict.Valid);
        Assert.Equal(accepted, verdict is not RequestVerdict.Expired);
    }

    [Fact]
    public void The_window_ends_to_the_tick()
    {
        using var call = SignedCall.Post();
        var last = SignedCall.SignedAt.AddSeconds(65);

        Assert.IsType<RequestVerdict.Valid>(call.Verify(last));
        Assert.IsType<RequestVerdict.Expired>(call.Verify(last.AddTicks(1)));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void An_expiry_of_the_clients_own_shortens_the_window(int secondsLater, bool accepted)
    {
        using var call = SignedCall.Post();
        call.Resign(input => $"{input};expires={SignedCall.SignedAt.ToUnixTimeSeconds() + 10}");

        var verdict = call.Verify(SignedCall.SignedAt.AddSeconds(secondsLater));

        Assert.Equal(accepted, verdict is RequestVerdict.Valid);
    }

    [Fact]
    public void An_expiry_of_the_clients_own_cannot_lengthen_the_window()
    {
        using var call = SignedCall.Post();
        call.Resign(input => $"{input};expires={SignedCall.SignedAt.ToUnixTimeSeconds() + 3600}");

        var verdict = call.Verify(SignedCall.SignedAt.AddSeconds(66));

        Assert.IsType<RequestVerdict.Expired>(verdict);
    }

    [Fact]
    public void A_call_without_signature_or_with_another_tag_only_is_missing_ours()
    {
        using var unsigned = SignedCall.Get();
        unsigned.Message.Fields.Remove("signature-input");
        unsigned.Message.Fields.Remove("signature");
        using var otherTag = SignedCall.Get();
        otherTag.Resign(input => input.Replace("delningsnav-request", "delningsnav-response", StringComparison.Ordinal));
        using var tokenTag = SignedCall.Get();
        tokenTag.Resign(input => input.Replace("\"delningsnav-request\"", "delningsnav-request", StringComparison.Ordinal));

        Assert.IsType<RequestVerdict.Missing>(unsigned.Verify());
        Assert.IsType<RequestVerdict.Missing>(otherTag.Verify());
        Assert.IsType<RequestVerdict.Missing>(tokenTag.Verify());
    }

    [Fact]
    public void A_signature_with_another_tag_is_allowed_next_to_ours()
    {
        using var call = SignedCall.Post();
        call.Message.Fields.Add("signature-input", "proxy=(\"@method\");created=1;tag=\"proxy\"");
        call.Message.Fields.Add("signature", "proxy=:AAAA:");

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Valid>(verdict);
    }

    [Fact]
    public void A_key_that_nobody_registered_is_named_as_unknown()
    {
        using var call = SignedCall.Get();

        var verdict = RequestSignature.Verify(call.Message, [], _ => null, SignedCall.SignedAt);

        Assert.Equal(new RequestVerdict.KeyUnknown(call.Key.KeyId), verdict);
    }

    [Fact]
    public void Another_registered_key_does_not_vouch_for_the_call()
    {
        using var call = SignedCall.Get();
        using var other = SigningKey.Create();

        var verdict = RequestSignature.Verify(call.Message, [], _ => other.PublicKey, SignedCall.SignedAt);

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Fact]
    public void A_key_filed_under_another_keys_name_does_not_count_even_when_it_signed()
    {
        using var call = SignedCall.Get();
        using var other = SigningKey.Create();
        call.Resign(input => input.Replace(call.Key.KeyId, other.KeyId, StringComparison.Ordinal));

        var verdict = RequestSignature.Verify(call.Message, [], _ => call.Key.PublicKey, SignedCall.SignedAt);

        Assert.Equal(new RequestVerdict.Invalid("the signature names another key"), verdict);
    }

    [Fact]
    public void A_stranger_who_names_a_registered_key_is_refused()
    {
        using var call = SignedCall.Get();
        using var stranger = SigningKey.Create();
        RequestSignature.Sign(call.Message, [], stranger, SignedCall.FirstNonce, SignedCall.SignedAt);
        call.Message.Fields.Set(
            "signature-input",
            call.Message.Fields.Combined("signature-input")!.Replace(stranger.KeyId, call.Key.KeyId, StringComparison.Ordinal));

        var verdict = call.Verify();

        Assert.IsType<RequestVerdict.Invalid>(verdict);
    }

    [Fact]
    public void The_body_is_not_looked_at_before_the_head_holds()
    {
        using var call = SignedCall.Post();
        var claim = Assert.IsType<SignatureReading.Claimed>(RequestSignature.Read(call.Message)).Claim;

        Assert.Throws<InvalidOperationException>(() => claim.VerifyBody(call.Body));
        Assert.IsType<RequestVerdict.Expired>(claim.VerifyHead(call.Key.PublicKey, SignedCall.SignedAt.AddHours(1)));
        Assert.Null(claim.VerifyHead(call.Key.PublicKey, SignedCall.SignedAt));
        Assert.IsType<RequestVerdict.Valid>(claim.VerifyBody(call.Body));
        Assert.IsType<RequestVerdict.Expired>(claim.VerifyHead(call.Key.PublicKey, SignedCall.SignedAt.AddHours(1)));
        Assert.Throws<InvalidOperationException>(() => claim.VerifyBody(call.Body));
    }

    [Theory]
    [InlineData("tooshort")]
    [InlineData("AAECAwQFBgcICQoLDA0OD")]
    [InlineData("AAECAwQFBgcICQoLDA0OD\"")]
    public void Nothing_is_signed_with_a_guessable_nonce(string nonce)
    {
        Assert.Throws<ArgumentException>(() => SignedCall.Post(nonce));
    }
}
