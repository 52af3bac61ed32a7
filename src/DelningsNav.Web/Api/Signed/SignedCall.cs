using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Web.Api.Wire;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Api.Signed;

/// <summary>A call whose signature has been verified: the calling system, and exactly what it signed.</summary>
/// <remarks>
/// The member of staff for whom a system calls is named in the body of a POST and in the query of a GET, because the signature covers
/// both; it would not cover a separate header.
/// </remarks>
/// <param name="Client">The system.</param>
/// <param name="Body">The body, whose digest has been verified. It is empty if the call has no body.</param>
/// <param name="ContentType">The body's type as it was sent, or null.</param>
/// <param name="Operations">What the system may call.</param>
/// <param name="Roles">The roles in which the system may act for staff.</param>
internal sealed record SignedCall(
    ClientId Client, ReadOnlyMemory<byte> Body, string? ContentType, IReadOnlyList<OperationCode> Operations,
    IReadOnlyList<ClientRole> Roles)
{
    /// <summary>
    /// Lets ASP.NET bind the call to an endpoint's parameter. Only valid for endpoints that require the scheme
    /// <see cref="SignedScheme.Name"/>.
    /// </summary>
    public static ValueTask<SignedCall?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<SignedCall>());

    /// <summary>The call with its idempotency key, if the endpoint demands one.</summary>
    public KeyedCall? Keyed { get; set; }

    /// <summary>The calling system as a caller, on behalf of the member of staff whom the call names.</summary>
    public Caller.System By(Guid staff) => new(Client, new StaffMemberId(staff));

    /// <summary>The calling system as a caller that acts for nobody.</summary>
    public Caller.System ByItself() => new(Client, null);

    /// <summary>
    /// The calling system as a caller that makes a change once, on behalf of the named member of staff or by itself. The change that the
    /// use case makes stores the answer that
    /// <paramref name="answer"/> makes from its outcome, so that a repeated call gets it.
    /// </summary>
    public Caller.System Once<TOutcome>(Guid? staff, Func<TOutcome, IResult> answer)
        where TOutcome : notnull
    {
        var keyed = Keyed ?? throw new InvalidOperationException("the endpoint does not demand an idempotency key");
        keyed.AnswerWith<TOutcome>(outcome => answer(outcome) switch
        {
            WireAnswer success => success.ToStored(),
            ApiProblem problem => new StoredAnswer(problem.Body.Status, problem.ToJson(), ""),
            _ => throw new UnreachableException("an endpoint answers with its own forms"),
        });
        return (staff is { } named ? By(named) : ByItself()) with { Call = keyed };
    }

    /// <summary>Reads the body as a wire record, or reports every fault in it.</summary>
    public bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiProblem? problem)
        where T : class
    {
        value = null;
        if (!MediaTypeHeaderValue.TryParse(ContentType, out var media)
            || !media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            problem = Problems.ContentTypeNotTaken.Say();
            return false;
        }

        var faults = FaultsIn(type);
        if (!faults.None)
        {
            problem = ApiProblem.Of(faults);
            return false;
        }

        value = JsonSerializer.Deserialize(Body.Span, type)!;
        problem = null;
        return true;
    }

    private BodyFaults FaultsIn(JsonTypeInfo type)
    {
        var faults = new BodyFaults();
        if (!Utf8.IsValid(Body.Span))
        {
            faults.Add("", "is not UTF-8");
            return faults;
        }

        try
        {
            using var document = JsonDocument.Parse(Body);
            Shape.Check(document.RootElement, type, "", faults);
        }
        catch (JsonException broken)
        {
            faults.Add("", $"is not JSON: see line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // The only valid JSON strings that cannot be read are those with an escape for half of a surrogate pair.
            faults.Add("", "has a string with half of a surrogate pair");
        }

        return faults;
    }
}
