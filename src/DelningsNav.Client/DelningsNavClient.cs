using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DelningsNav.Signing;

namespace DelningsNav.Client;

/// <summary>A client for the hub's API that signs every call.</summary>
/// <remarks>
/// A call that creates something has an idempotency key. Give your own key (16 to 128 visible characters) and repeat the
/// call with it after a broken connection: the hub carries the call out once. If you give no key,
/// each call that creates something gets a new key.
/// </remarks>
public sealed class DelningsNavClient : IDisposable
{
    private const string Root = "/api/v1";

    private readonly HttpClient _http;

    private DelningsNavClient(HttpClient http) => _http = http;

    /// <summary>A client of the hub at an origin such as <c>https://hub.example</c>. Its key must be registered in the hub.</summary>
    /// <param name="hub">The hub's public address. Every signature covers it.</param>
    /// <param name="key">Signs every call; the client does not dispose it.</param>
    /// <param name="clock">The hub accepts a call for a minute after it was signed, so this clock must be right.</param>
    /// <param name="network">Sends the signed requests; by default over the network, without following redirects.</param>
    public static DelningsNavClient Create(Uri hub, SigningKey key, TimeProvider clock, HttpMessageHandler? network = null) => new(
        new HttpClient(new SigningHandler(key, clock) { InnerHandler = network ?? new SocketsHttpHandler { AllowAutoRedirect = false } })
        {
            BaseAddress = hub,
        });

    /// <summary>Finds the hub's id of a person by personnummer or samordningsnummer. The hub logs the look-up with its purpose.</summary>
    /// <exception cref="ProblemException">
    /// The hub has no such person (<c>unknown-person</c>), the budget of the day is used up (<c>look-ups-used-up</c>), or the hub refused
    /// the look-up.
    /// </exception>
    public async Task<Guid> LookUpPersonAsync(string identityNumber, LookUpPurpose purpose, CancellationToken ct) =>
        (await PostAsync(
            $"{Root}/person-lookups", PersonLookup.Of(identityNumber, purpose), ClientJson.Default.PersonLookup,
            ClientJson.Default.PersonFound, null, ct)).Person;

    /// <summary>Deposits a record of your branch. The same reference with the same content changes nothing.</summary>
    /// <exception cref="ProblemException">Nothing was deposited.</exception>
    public Task<DepositedRecord> DepositAsync(RecordToDeposit record, CancellationToken ct, string? idempotencyKey = null) =>
        PostAsync(
            $"{Root}/records", record, ClientJson.Default.RecordToDeposit, ClientJson.Default.DepositedRecord,
            idempotencyKey ?? Nonce.Create(), ct);

    /// <summary>One page of the catalogue of record types. The first page has number 1, and a page has at most 100 types.</summary>
    /// <exception cref="ProblemException">The hub did not answer with a page.</exception>
    public Task<RecordTypePage> ListRecordTypesAsync(int page, int limit, CancellationToken ct) =>
        GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Root}/record-types?page={page}&limit={limit}"),
            ClientJson.Default.RecordTypePage, ct);

    /// <summary>Asks a child's family for consent.</summary>
    /// <exception cref="ProblemException">Nobody was asked.</exception>
    public Task<ConsentAsked> AskForConsentAsync(ConsentToAsk ask, CancellationToken ct, string? idempotencyKey = null) =>
        PostAsync(
            $"{Root}/consent-requests", ask, ClientJson.Default.ConsentToAsk, ClientJson.Default.ConsentAsked,
            idempotencyKey ?? Nonce.Create(), ct);

    /// <summary>
    /// Asks a child's family in one step for the consent that was missing when a request was refused. The tokens come from the
    /// <see cref="WayToOpen"/> items of the refusal.
    /// </summary>
    /// <exception cref="ProblemException">Nobody was asked.</exception>
    public Task<ConsentAsked> AskAfterDenialAsync(
        Guid request, DenialToAskAbout denial, CancellationToken ct, string? idempotencyKey = null) =>
        PostAsync(
            $"{Root}/information-requests/{request}/consent-requests", denial, ClientJson.Default.DenialToAskAbout,
            ClientJson.Default.ConsentAsked,
            idempotencyKey ?? Nonce.Create(), ct);

    /// <summary>The state of a consent that your branch is a party to, for the member of staff who reads it.</summary>
    /// <exception cref="ProblemException">The consent does not exist, or your branch is not a party to it.</exception>
    public Task<ConsentStatus> ReadConsentAsync(Guid consent, Guid staff, CancellationToken ct) =>
        GetAsync($"{Root}/consents/{consent}?staff={staff}", ClientJson.Default.ConsentStatus, ct);

    /// <summary>
    /// Withdraws a consent for the family, when the family has told your staff that it withdraws the consent. After this call returns,
    /// nothing more is released under the consent.
    /// </summary>
    /// <exception cref="ProblemException">The consent is still active.</exception>
    public async Task<DateTimeOffset> WithdrawConsentAsync(Guid consent, Guid staff, CancellationToken ct, string? idempotencyKey = null) =>
        (await PostAsync(
            $"{Root}/consents/{consent}/withdrawals", new OnBehalfOf(staff), ClientJson.Default.OnBehalfOf,
            ClientJson.Default.ConsentWithdrawn,
            idempotencyKey ?? Nonce.Create(), ct)).WithdrawnAt;

    /// <summary>
    /// Ends a consent that you no longer need, or that was registered in error, and returns the time at which it was first ended.
    /// </summary>
    /// <exception cref="ProblemException">The consent is unchanged.</exception>
    public async Task<DateTimeOffset> EndConsentAsync(
        Guid consent, EndingToMake ending, CancellationToken ct, string? idempotencyKey = null) =>
        (await PostAsync(
            $"{Root}/consents/{consent}/endings", ending, ClientJson.Default.EndingToMake, ClientJson.Default.ConsentEnded,
            idempotencyKey ?? Nonce.Create(), ct)).EndedAt;

    /// <summary>Asks another party for a child's records. Nothing is decided yet: <see cref="ReleaseAsync"/> decides.</summary>
    /// <exception cref="ProblemException">Nothing was asked.</exception>
    public Task<InformationRequested> RequestInformationAsync(
        InformationToRequest ask, CancellationToken ct, string? idempotencyKey = null) =>
        PostAsync(
            $"{Root}/information-requests", ask, ClientJson.Default.InformationToRequest, ClientJson.Default.InformationRequested,
            idempotencyKey ?? Nonce.Create(), ct);

    /// <summary>A request with the last decisions about it, for the member of staff who reads it and works with it.</summary>
    /// <exception cref="ProblemException">There is no such request, or the member of staff does not work with it.</exception>
    public Task<RequestStatus> ReadRequestAsync(Guid request, Guid staff, CancellationToken ct) =>
        GetAsync($"{Root}/information-requests/{request}?staff={staff}", ClientJson.Default.RequestStatus, ct);

    /// <summary>Asks the hub to decide a request and receives the released documents. Each call makes a new decision.</summary>
    /// <remarks>
    /// Referred and partly refused outcomes are part of the answer. If everything is refused, the call throws a
    /// <see cref="ProblemException"/>.
    /// </remarks>
    /// <exception cref="ProblemException">Everything was refused (<c>release-refused</c>), or nothing was decided.</exception>
    public Task<ReleaseAnswer> ReleaseAsync(Guid request, Guid staff, CancellationToken ct) =>
        PostAsync(
            $"{Root}/information-requests/{request}/releases", new OnBehalfOf(staff), ClientJson.Default.OnBehalfOf,
            ClientJson.Default.ReleaseAnswer, null, ct);

    /// <summary>Opens a released document again, by a new decision, for the member of staff who reads it.</summary>
    /// <exception cref="ProblemException">It is no longer released, or cannot be read.</exception>
    public async Task<OpenedDocument> OpenDocumentAsync(Guid release, Guid document, Guid staff, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/releases/{release}/documents/{document}?staff={staff}");
        using var response = await SendAsync(request, ct);
        var obligations = response.Headers.TryGetValues("Obligations", out var codes) ? string.Join(", ", codes) : "";
        return new OpenedDocument(
            response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsByteArrayAsync(ct),
            long.Parse(response.Headers.GetValues("Log-Index").Single(), CultureInfo.InvariantCulture),
            obligations.Split(", ", StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// Reads, on behalf of a registrator of your branch, the log entries about a person that concern what your authority did or the records
    /// that it holds. The newest entries come first.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="registrator">The registrator on whose behalf your system reads.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <param name="before">The <see cref="AccessReport.Next"/> of the previous page, or null to start with the newest entry.</param>
    /// <exception cref="ProblemException">The member of staff is not a registrator of your branch.</exception>
    public Task<AccessReport> ReadAccessReportAsync(Guid person, Guid registrator, CancellationToken ct, long? before = null) => GetAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Root}/access-reports/{person}?staff={registrator}{(before is { } index ? $"&before={index}" : "")}"),
        ClientJson.Default.AccessReport,
        ct);

    /// <summary>
    /// The events of ended consents that your branch is a party to. The page starts after the event with the given number; 0 starts with
    /// the first event.
    /// </summary>
    /// <exception cref="ProblemException">The hub did not answer with a page.</exception>
    public Task<EventPage> ReadEventsAsync(long after, CancellationToken ct, int limit = 20) => GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"{Root}/events?after={after}&limit={limit}"), ClientJson.Default.EventPage, ct);

    /// <summary>Acknowledges an event for your branch, and returns the time of the first acknowledgement.</summary>
    /// <exception cref="ProblemException">Your branch has no such event.</exception>
    public async Task<DateTimeOffset> AcknowledgeEventAsync(
        long number, CancellationToken ct, Guid? staff = null, string? idempotencyKey = null) =>
        (await PostAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Root}/events/{number}/acknowledgements"), new Acknowledgement(staff),
            ClientJson.Default.Acknowledgement,
            ClientJson.Default.EventAcknowledged, idempotencyKey ?? Nonce.Create(), ct)).AcknowledgedAt;

    /// <summary>
    /// Subscribes an address of yours to your branch's events. Check their signatures with <see cref="RequestSignature.Verify"/> and
    /// the keys of <c>/api/v1/keys</c>.
    /// </summary>
    /// <exception cref="ProblemException">The hub does not send to this address.</exception>
    public Task<EventSubscription> SubscribeAsync(Uri address, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return PostAsync(
            $"{Root}/subscriptions", new SubscriptionToMake(address.AbsoluteUri), ClientJson.Default.SubscriptionToMake,
            ClientJson.Default.EventSubscription,
            idempotencyKey ?? Nonce.Create(), ct);
    }

    /// <summary>Your system's subscriptions.</summary>
    /// <exception cref="ProblemException">The hub did not answer with the subscriptions.</exception>
    public async Task<IReadOnlyList<EventSubscription>> ListSubscriptionsAsync(CancellationToken ct) =>
        (await GetAsync($"{Root}/subscriptions", ClientJson.Default.SubscriptionList, ct)).Subscriptions;

    /// <summary>Ends a subscription of your system's.</summary>
    /// <exception cref="ProblemException">Your system has no such subscription.</exception>
    public async Task EndSubscriptionAsync(Guid subscription, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Root}/subscriptions/{subscription}");
        using var response = await SendAsync(request, ct);
    }

    /// <summary>The log's signed head (c2sp.org/tlog-checkpoint).</summary>
    /// <exception cref="ProblemException">The hub did not answer with a signed head.</exception>
    public Task<string> ReadCheckpointAsync(CancellationToken ct) => GetTextAsync("/log/checkpoint", ct);

    /// <summary>The proof that an entry is in the log, to be checked without the hub (c2sp.org/tlog-proof@v1).</summary>
    /// <exception cref="ProblemException">The log has no such entry.</exception>
    public Task<string> ReadProofAsync(long index, CancellationToken ct) =>
        GetTextAsync(string.Create(CultureInfo.InvariantCulture, $"/log/entries/{index}/proof"), ct);

    /// <summary>A tile or a bundle of entries (c2sp.org/tlog-tiles), by its path such as <c>tile/0/000</c>.</summary>
    /// <exception cref="ProblemException">The log has no such tile yet.</exception>
    public async Task<byte[]> ReadTileAsync(string tile, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/log/{tile}");
        using var response = await SendAsync(request, ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends one signed call and returns the hub's answer when it is a success.</summary>
    /// <exception cref="ProblemException">The hub did not carry the call out.</exception>
    /// <exception cref="HttpRequestException">The hub could not be reached.</exception>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ProblemException(await Problem.ReadAsync(response, ct));
        }
    }

    private async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, string? idempotencyKey,
        CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType))
            {
                Headers = { ContentType = new("application/json") },
            },
        };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return await ReadAsync(request, answerType, ct);
    }

    private async Task<string> GetTextAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    private async Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await ReadAsync(request, answerType, ct);
    }

    private async Task<TAnswer> ReadAsync<TAnswer>(HttpRequestMessage request, JsonTypeInfo<TAnswer> answerType, CancellationToken ct)
    {
        using var response = await SendAsync(request, ct);
        return await response.Content.ReadFromJsonAsync(answerType, ct) ?? throw new JsonException("the hub answered with nothing");
    }
}
