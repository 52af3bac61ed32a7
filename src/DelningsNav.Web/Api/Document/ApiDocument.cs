using System.Text.Json.Nodes;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DelningsNav.Web.Api.Document;

/// <summary>The API's description (OpenAPI 3.1), generated from the endpoints.</summary>
internal static class ApiDocument
{
    private const string Scheme = "signature";
    private const string ProblemSchema = "Problem";

    private const string Introduction = """
        The hub between schools and social services that support the same pupil. A system acts for one branch of one party.

        **Signatures.** Every call is signed (RFC 9421) with ECDSA P-256 and a key that is registered for your system. The signature covers
        exactly `@method`, `@target-uri`, with a body `content-digest` (RFC 9530) and `content-type`, and `authorization` and
        `idempotency-key` when they are sent. Its parameters are `created`, `nonce` (at least 128 bits), `keyid` (RFC 7638 thumbprint) and
        `tag="delningsnav-request"`. A signature is accepted for 60 seconds, and a nonce once.

        **Acting for staff.** The member of staff for whom your system acts is named as `staff`: in the body of a POST, in the query of a
        GET. The signature covers both. The log names them as the actor. Your system acts only in the roles that it is registered for:
        `caseworker`, `assessor`, `registrator`. What needs a second person's own sign-in, no call can do.

        **Queries.** A query parameter that is unknown, occurs twice or is missing is refused as `invalid-query`; none is ignored.

        **Repeating.** A POST that creates something requires `Idempotency-Key`. The same key with the same call gives the same answer for
        24 hours, marked `Idempotency-Replayed: true`, also if the hub stopped in the middle of the call. A problem of a call that changed
        nothing is not stored, so the call may be repeated with its key.

        **Limits.** A call beyond a limit gets 429. `Retry-After` states when to call again, and `RateLimit-Policy` the limit.

        **Problems** are RFC 9457, `application/problem+json`. Act on `type`, which is `urn:delningsnav:problem:` and a short name; the
        other texts may change.

        **Identity numbers** are sent in signed bodies only, never in an address. Moments are RFC 3339 in UTC, days `YYYY-MM-DD`, and
        periods include their last day.
        """;

    /// <summary>Adds the description.</summary>
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = _ => true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeOperationAsync);
        options.AddSchemaTransformer(DescribeSchemaAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DelningsNav",
            Version = ApiDoor.Version,
            Description = Introduction,
            Contact = new OpenApiContact { Name = "DelningsNav", Url = new Uri("https://delningsnav.example/kontakt") },
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description = "HTTP Message Signatures (RFC 9421) with the tag `delningsnav-request`.",
        };
        return Task.CompletedTask;
    }

    private static Task DescribeSchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonTypeInfo.Type == typeof(ReadOnlyMemory<byte>))
        {
            schema.Format = "byte";
            schema.Description = "Bytes in base64.";
        }

        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(CodeAttribute), inherit: true) is [CodeAttribute code]
            && schema.Items is OpenApiSchema item)
        {
            // The rule applies to each text of the list, not to the list.
            schema.Pattern = null;
            item.Pattern = code.Pattern;
        }

        return Task.CompletedTask;
    }

    private static async Task DescribeOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problems = metadata.OfType<CanFailWith>().SelectMany(m => m.Problems).ToList();
        if (metadata.OfType<OperationOf>().FirstOrDefault() is { } signed)
        {
            var actsFor = metadata.OfType<ActsFor>().Single();
            problems.AddRange(Problems.OfEveryCall
                .Where(p => p != Problems.OperationNotPermitted || signed.Operation is not null)
                .Where(p => p != Problems.RoleNotPermitted || actsFor.Staff));
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            var callers = signed.Operation is null ? "every registered system" : $"systems registered for `{signed.Operation}`";
            var acting = actsFor.Staff
                ? $"Your system acts for `staff` in the role {actsFor.RolesInWords}."
                : "Your system acts by itself: the log names the system and no person.";
            operation.Description = $"{operation.Description}\n\nOpen to {callers}. {acting}".Trim();
            foreach (var staff in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.Name == "staff"))
            {
                staff.Description = "The member of staff of your branch who reads. The log names them.";
            }
        }

        if (metadata.OfType<DemandsIdempotencyKey>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Idempotency.FieldName,
                In = ParameterLocation.Header,
                Required = true,
                Description = "16 to 128 visible characters, new for each call, such as a UUID.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 16, MaxLength = 128 },
            });
        }

        AddExamples(operation, metadata);
        context.Document?.AddComponent(
            ProblemSchema, await context.GetOrCreateSchemaAsync(typeof(ProblemBody), parameterDescription: null, ct));
        AddProblems(operation, problems, new OpenApiSchemaReference(ProblemSchema, context.Document));
    }

    private static void AddExamples(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<TakesExample>().FirstOrDefault() is { } takes
            && operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true)
        {
            body.Example = JsonNode.Parse(takes.Json);
        }

        foreach (var gives in metadata.OfType<GivesExample>())
        {
            if (operation.Responses?.TryGetValue($"{gives.Status}", out var response) == true
                && response.Content?.TryGetValue("application/json", out var answer) == true)
            {
                answer.Example = JsonNode.Parse(gives.Json);
            }
        }
    }

    private static void AddProblems(OpenApiOperation operation, List<ProblemType> problems, IOpenApiSchema schema)
    {
        operation.Responses ??= [];
        foreach (var status in problems.Distinct().GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            operation.Responses[$"{status.Key}"] = new OpenApiResponse
            {
                Description = string.Join("\n\n", status.Select(p => $"`{p.Slug}`: {p.Detail}")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = schema, Example = ExampleOf(status.First()) },
                },
            };
        }
    }

    private static JsonObject ExampleOf(ProblemType problem) => new()
    {
        ["type"] = $"urn:delningsnav:problem:{problem.Slug}",
        ["title"] = problem.Title,
        ["status"] = problem.Status,
        ["detail"] = problem.Detail,
    };
}
