namespace DelningsNav.Web.Api;

/// <summary>
/// Every problem that the API can return, in one place, so that clients and testers can read them as a list (RFC 9457). A problem's type
/// is stable; its detail is for people and may change.
/// </summary>
internal static class Problems
{
    // The caller (ADR 0008).
    public static readonly ProblemType SignatureMissing = new(
        "signature-missing", 401, "Signature missing", "sign the call with the tag `delningsnav-request`");
    public static readonly ProblemType SignatureInvalid = new(
        "signature-invalid", 401, "Signature invalid", "the signature is not valid for this call");
    public static readonly ProblemType SignatureExpired = new("signature-expired", 401, "Signature expired", "sign each call anew");
    public static readonly ProblemType SignatureReplayed = new(
        "signature-replayed", 401, "Signature replayed",
        "a call with this nonce has been accepted before; sign each call with a new nonce");
    public static readonly ProblemType KeyUnknown = new(
        "key-unknown", 401, "Key unknown", "no system is registered with the key that `keyid` names");
    public static readonly ProblemType KeyRevoked = new(
        "key-revoked", 401, "Key revoked", "the key that `keyid` names has been revoked; sign with another");
    public static readonly ProblemType DigestMismatch = new(
        "digest-mismatch", 400, "Digest mismatch", "the body is not the one that `Content-Digest` names");
    public static readonly ProblemType OperationNotPermitted = new(
        "operation-not-permitted", 403, "Operation not permitted", "your system is not registered for this operation");
    public static readonly ProblemType RoleNotPermitted = new(
        "role-not-permitted", 403, "Role not permitted",
        "your system may not act for staff in this role; ask the hub's operators to register the role");

    public static readonly ProblemType TooManyCalls = new(
        "too-many-calls", 429, "Too many calls",
        "there were too many calls in this minute; wait for the seconds that `Retry-After` states, and see `RateLimit-Policy`");

    public static readonly ProblemType LookUpsUsedUp = new(
        "look-ups-used-up", 429, "Look-ups used up",
        "your system has looked up as many persons for this purpose as it may on one day; `Retry-After` states when the next day begins");

    // The request.
    public static readonly ProblemType InvalidRequest = new(
        "invalid-request", 400, "Invalid request",
        "nothing was done; `errors` names every fault by its place in the body (a JSON pointer)");
    public static readonly ProblemType BadRequest = new(
        "bad-request", 400, "Bad request", "the request or one of the parameters in its address has the wrong form");
    public static readonly ProblemType InvalidQuery = new(
        "invalid-query", 400, "Invalid query",
        "nothing was done; `errors` names every parameter that is unknown, occurs twice, is missing or has the wrong form");
    public static readonly ProblemType ContentTypeNotTaken = new(
        "content-type-not-taken", 415, "Content type not taken", "send the body as `application/json`");
    public static readonly ProblemType RequestTooLarge = new(
        "request-too-large", 413, "Request too large",
        "a body may be at most 256 KiB, or 15 MiB in the calls that send a document");
    public static readonly ProblemType ContentTooLarge = new(
        "content-too-large", 413, "Content too large", "the content of a record may be at most 10 MiB");
    public static readonly ProblemType MediaTypeNotTaken = new(
        "media-type-not-taken", 415, "Media type not taken",
        "a record's content must be `application/pdf`, `application/json` or `text/plain`");
    public static readonly ProblemType IdempotencyKeyMissing = new(
        "idempotency-key-missing", 400, "Idempotency key missing",
        "send `Idempotency-Key` with 16 to 128 visible characters, such as a new UUID");
    public static readonly ProblemType IdempotencyKeyReused = new(
        "idempotency-key-reused", 422, "Idempotency key reused",
        "this `Idempotency-Key` has been used for another call; use a new one for each call");

    public static readonly ProblemType NotARegistrator = new(
        "not-a-registrator", 403, "Not a registrator", "`staff` must name a registrator of your branch");

    public static readonly ProblemType NotForTheHolder = new(
        "not-for-the-holder", 403, "Not for the holder",
        "`staff` must name an assessor of your branch, or a registrator of the authority that holds the records");

    // Something that does not exist and something that belongs to another party give the same answer.
    public static readonly ProblemType NoSuchResource = new(
        "no-such-resource", 404, "No such resource", "there is nothing at this address; see `/openapi/v1.json`");
    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "Method not allowed", "this address accepts other methods; see `Allow`");
    public static readonly ProblemType UnknownPerson = new("unknown-person", 404, "Unknown person", "the hub has no such person");
    public static readonly ProblemType NoSuchCase = new(
        "no-such-case", 404, "No such case", "there is no such open case that the member of staff is assigned to");
    public static readonly ProblemType NoSuchConsent = new(
        "no-such-consent", 404, "No such consent",
        "your branch is no party to such a consent, or the member of staff is not of your branch");
    public static readonly ProblemType NoSuchRequest = new(
        "no-such-request", 404, "No such request",
        "your branch has no such request, or the member of staff is not of your branch or does not work with it");
    public static readonly ProblemType NoSuchRelease = new(
        "no-such-release", 404, "No such release", "your branch has received no such document in such a release");
    public static readonly ProblemType NoSuchEntry = new(
        "no-such-log-entry", 404, "No such log entry", "the log has no entry or tile of this number yet");
    public static readonly ProblemType EntriesNotOpen = new(
        "log-entries-not-open", 403, "Log entries not open",
        "the entries of this log are not open to anybody; sign in as a registrator, or sign the call with the key of a system that is "
        + "registered for the operation `oversight`. Checkpoints and hash tiles are open, and are enough to watch the log");

    public static readonly ProblemType NoSuchBlock = new(
        "no-such-block", 404, "No such block",
        "your authority has placed no such block, or the member of staff may not act for the holder");
    public static readonly ProblemType NoSuchEmergency = new(
        "no-such-emergency", 404, "No such emergency",
        "there is no emergency access in force that this member of staff of your branch declared");
    public static readonly ProblemType NoSuchEvent = new(
        "no-such-event", 404, "No such event", "your branch has no such event, or the member of staff is not of your branch");
    public static readonly ProblemType NoSuchSubscription = new(
        "no-such-subscription", 404, "No such subscription", "your system has no such subscription");

    // What the present state does not allow.
    public static readonly ProblemType AddressNotPermitted = new(
        "address-not-permitted", 422, "Address not permitted",
        "the hub sends events only to `https` addresses on hosts that its operators have named; ask them to name yours");
    public static readonly ProblemType NothingToOpen = new(
        "nothing-to-open", 409, "Nothing to open",
        "nothing in this request can be opened in an emergency: it is released, not decided yet, or closed by a bar");
    public static readonly ProblemType TooManySubscriptions = new(
        "too-many-subscriptions", 409, "Too many subscriptions", "your system has the largest number of subscriptions; end one first");
    public static readonly ProblemType ConsentedAlready = new(
        "consented-already", 409, "Consented already", "the family has consented to all of this; nobody was asked");
    public static readonly ProblemType ConsentAwaitedAlready = new(
        "consent-awaited-already", 409, "Consent awaited already",
        "the family has been asked for everything here that it has not consented to; wait for its answer");
    public static readonly ProblemType ConsentEnded = new(
        "consent-over", 409, "Consent over", "the consent has already ended in another way; nothing is released under it");
    public static readonly ProblemType ConsentNotAsked = new(
        "consent-not-asked", 409, "Consent not asked", "the question can no longer be answered: it is settled, has expired, or has ended");
    public static readonly ProblemType AnswerWaitsAlready = new(
        "answer-waits-already", 409, "Answer waits already",
        "an answer of this person already awaits a second person, who confirms or rejects it signed in at the hub's pages");
    public static readonly ProblemType NobodyCanSign = new(
        "nobody-can-sign", 409, "Nobody can sign",
        "nobody who can sign for the child is registered; the relations must be read from the register first");
    public static readonly ProblemType ReleaseRefused = new(
        "release-refused", 403, "Release refused",
        "the policies in force do not permit this release; see `missing` and `opens`, and quote `logIndex` when you ask about it");
    public static readonly ProblemType ReleaseReferred = new(
        "release-referred", 409, "Release referred", "the holder's assessor must assess this release again; ask again later");
    public static readonly ProblemType DocumentUnavailable = new(
        "document-unavailable", 409, "Document unavailable",
        "the release is permitted but the document cannot be handed over; see `failure`");
    public static readonly ProblemType FactsKeptChanging = new(
        "facts-kept-changing", 409, "Facts kept changing", "the facts of the decision kept changing, so nothing was released; ask again");

    // Faults of the hub.
    public static readonly ProblemType LogUnavailable = new(
        "log-unavailable", 503, "Log unavailable", "the audit log cannot be written, so nothing was released or changed; try again later");
    public static readonly ProblemType RestoredDatabase = new(
        "restored-database", 503, "Restored database",
        "the hub's database was restored from a backup; nothing is answered until people have confirmed it; try again later");
    public static readonly ProblemType StorageUnavailable = new(
        "storage-unavailable", 503, "Storage unavailable", "the hub's database does not answer; try again later");
    public static readonly ProblemType InternalError = new(
        "internal-error", 500, "Internal error", "the fault is the hub's; quote `traceId` when you report it");

    /// <summary>The problems that any signed call can get.</summary>
    public static IReadOnlyList<ProblemType> OfEveryCall { get; } =
    [
        SignatureMissing, SignatureInvalid, SignatureExpired, SignatureReplayed, KeyUnknown, KeyRevoked, DigestMismatch,
        OperationNotPermitted, RoleNotPermitted, InvalidQuery, RequestTooLarge, TooManyCalls, LogUnavailable, RestoredDatabase,
        StorageUnavailable, InternalError,
    ];

    /// <summary>Every problem.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        .. OfEveryCall, InvalidRequest, BadRequest, ContentTypeNotTaken, ContentTooLarge, MediaTypeNotTaken, IdempotencyKeyMissing,
        IdempotencyKeyReused, NoSuchResource, MethodNotAllowed, UnknownPerson, NoSuchCase, NoSuchConsent, NoSuchRequest, NoSuchRelease,
        NoSuchEntry, EntriesNotOpen,
        ConsentNotAsked, AnswerWaitsAlready,
        ConsentedAlready, ConsentAwaitedAlready, ConsentEnded, NobodyCanSign, ReleaseRefused, ReleaseReferred, DocumentUnavailable,
        FactsKeptChanging, NotARegistrator,
        NotForTheHolder, NoSuchBlock, NoSuchEmergency, NothingToOpen,
        NoSuchEvent, NoSuchSubscription, AddressNotPermitted, TooManySubscriptions, LookUpsUsedUp,
    ];
}
