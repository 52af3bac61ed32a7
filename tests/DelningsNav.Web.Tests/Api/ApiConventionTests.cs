using System.Net;
using System.Reflection;
using System.Text.Json;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Api;
using DelningsNav.Web.Api.Signed;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Web.Tests.Api;

public sealed class ApiConventionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it()
    {
        await using var app = await TestApp.StartAsync();

        var silent = app.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => e.DisplayName);

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Every_signed_endpoint_says_in_which_role_staff_act_there_or_that_the_system_acts_by_itself()
    {
        await using var app = await TestApp.StartAsync();

        var signed = SignedEndpoints(app);

        Assert.NotEmpty(signed);
        Assert.Empty(signed.Where(e => e.Metadata.OfType<ActsFor>().Count() != 1).Select(e => e.DisplayName));
    }

    // A reading without a reader would be logged as somebody's who read nothing.
    [Fact]
    public async Task Every_endpoint_where_staff_act_demands_staff_and_no_other_get_takes_it()
    {
        await using var app = await TestApp.StartAsync();

        var silent = SignedEndpoints(app).Where(e => DemandsStaff(e) != e.Metadata.GetRequiredMetadata<ActsFor>().Staff)
            .Select(e => e.DisplayName);

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Only_these_calls_read_without_staff_and_the_log_names_their_system()
    {
        await using var app = await TestApp.StartAsync();

        var bySystems = SignedEndpoints(app).Where(e => !e.Metadata.GetRequiredMetadata<ActsFor>().Staff)
            .Select(e => e.Metadata.GetRequiredMetadata<EndpointNameMetadata>().EndpointName);

        Assert.Equal(
            [
                "AcknowledgeEvent", "DepositRecord", "EndSubscription", "ListRecordTypes", "ListSubscriptions", "LookUpPerson",
                "ReadEvents", "Subscribe",
            ],
            bySystems.Order());
    }

    // The JSON reader drops the default of an init-only member that the call leaves out.
    [Fact]
    public void A_member_that_a_call_leaves_out_of_its_body_has_its_default()
    {
        var lost =
            from body in typeof(ApiDoor).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("DelningsNav.Web.Api", StringComparison.Ordinal) == true
                    && type.GetMethod("<Clone>$") is not null)
            from member in body.GetProperties()
            where member.SetMethod is { } set
            && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))
                && !member.PropertyType.IsValueType
                && !body.GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == member.Name))
                && member.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is null
                && new NullabilityInfoContext().Create(member).WriteState == NullabilityState.NotNull
            select $"{body.Name}.{member.Name}";

        Assert.Empty(lost);
    }

    [Fact]
    public async Task Every_signed_endpoint_is_under_the_versioned_root_and_no_other_endpoint_writes()
    {
        await using var app = await TestApp.StartAsync();
        var document = await DocumentAsync(app);

        var unsignedWrites = document.GetProperty("paths").EnumerateObject()
            .SelectMany(
                path => path.Value.EnumerateObject().Select(operation => (path.Name, Method: operation.Name, Operation: operation.Value)))
            .Where(o => o.Method != "get" && !o.Operation.TryGetProperty("security", out _));

        Assert.Empty(unsignedWrites);
    }

    [Fact]
    public void Every_problem_has_a_type_of_its_own_and_words_without_a_full_stop()
    {
        var all = Problems.All;

        Assert.Equal(all.Count, all.Select(p => p.Slug).Distinct().Count());
        Assert.All(all, p => Assert.Matches("^[a-z]+(-[a-z]+)*$", p.Slug));
        Assert.All(
            all,
            p => Assert.True(p.Status is >= 400 and < 600 && p.Detail.Length > 0 && !p.Detail.EndsWith('.') && !char.IsUpper(p.Detail[0])));
    }

    [Fact]
    public void Every_problem_is_in_the_list()
    {
        var fields = typeof(Problems).GetFields().Select(f => f.GetValue(null)).OfType<ProblemType>();

        Assert.Empty(fields.Except(Problems.All));
    }

    [Fact]
    public async Task The_description_is_openapi_3_1_and_describes_every_operation_with_problems_and_examples()
    {
        await using var app = await TestApp.StartAsync();

        var document = await DocumentAsync(app);

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(document.GetProperty("info").GetProperty("contact").GetProperty("url").GetString()));
        Assert.Equal("Apache-2.0", document.GetProperty("info").GetProperty("license").GetProperty("identifier").GetString());
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("Problem").GetProperty("properties").TryGetProperty("errors", out _));
        Assert.False(
            schemas.GetProperty("ScopeBody").GetProperty("properties").GetProperty("recordTypes").TryGetProperty("pattern", out _));
        foreach (var path in document.GetProperty("paths").EnumerateObject()
            .Where(p => p.Name.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("summary", out _), path.Name);
                if (operation.Name == "post")
                {
                    Assert.True(
                        operation.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                            .TryGetProperty("example", out _),
                        path.Name);
                }

                if (operation.Value.TryGetProperty("security", out _))
                {
                    Assert.Contains(
                        "signature-replayed",
                        operation.Value.GetProperty("responses").GetProperty("401").GetProperty("description").GetString(),
                        StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/person-lookups")]
    [InlineData("/api/v1/records")]
    [InlineData("/api/v1/record-types")]
    [InlineData("/api/v1/consent-requests")]
    [InlineData("/api/v1/consents/{id}")]
    [InlineData("/api/v1/consents/{id}/withdrawals")]
    [InlineData("/api/v1/information-requests")]
    [InlineData("/api/v1/information-requests/{id}")]
    [InlineData("/api/v1/information-requests/{id}/releases")]
    [InlineData("/api/v1/releases/{id}/documents/{documentId}")]
    [InlineData("/api/v1/access-reports/{personId}")]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/subscriptions")]
    [InlineData("/log/checkpoint")]
    [InlineData("/log/tile/{place}")]
    [InlineData("/log/entries/{index}/proof")]
    [InlineData("/api/v1/api-info")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task The_fixed_addresses_exist(string path)
    {
        await using var app = await TestApp.StartAsync();

        Assert.True((await DocumentAsync(app)).GetProperty("paths").TryGetProperty(path, out _));
    }

    [Fact]
    public async Task Unless_it_is_asked_for_there_is_no_explorer_and_the_document_is_named_instead()
    {
        await using var app = await TestApp.StartAsync();

        using var page = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/openapi/explorer/index.html"));
        using var info = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/api/v1/api-info"));

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("\"/openapi/v1.json\"", await info.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_explorer_has_a_policy_of_its_own_that_lets_no_foreign_script_run()
    {
        await using var app = await TestApp.StartAsync(change: setup => setup with { HasExplorer = true });

        using var page = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/openapi/explorer/index.html"));
        using var script = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/openapi/explorer/index.js"));
        var html = await page.Content.ReadAsStringAsync(Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, script.StatusCode));
        Assert.Contains("script-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=)", html);
    }

    [Fact]
    public async Task Anybody_may_read_the_version_of_the_api_and_the_health_of_the_hub()
    {
        await using var app = await TestApp.StartAsync();

        using var info = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/api/v1/api-info"));
        using var live = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/live"));
        using var ready = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));
        using var read = JsonDocument.Parse(await info.Content.ReadAsStringAsync(Ct));

        Assert.Equal("1.0.0", read.RootElement.GetProperty("apiVersion").GetString());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, ready.StatusCode));
    }

    [Fact]
    public async Task A_hub_without_sound_rules_stays_in_service_and_gives_the_reason_why_nothing_is_released()
    {
        await using var app = await TestApp.StartAsync();

        using var before = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));
        await app.Get<RetirePolicySet>().HandleAsync(app.Hub.Policies.Version, DecisionNumber.Field.Read("STAD 2026/8"), Actor.Hub, Ct);
        using var after = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
        Assert.Equal("""{"status":"ready"}""", await before.Content.ReadAsStringAsync(Ct));
        Assert.Equal("""{"status":"ready","stopped":"policy-set-retired"}""", await after.Content.ReadAsStringAsync(Ct));
    }

    private static List<Endpoint> SignedEndpoints(TestApp app) =>
    [
        .. app.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Where(e => e.Metadata.GetMetadata<OperationOf>() is not null),
    ];

    private static bool DemandsStaff(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } body
            ? body.GetProperty("Staff")?.PropertyType == typeof(Guid)
                && body.GetProperty("Staff")!.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null
            : endpoint.Metadata.GetRequiredMetadata<DeclaredQuery>().Parameters
                .Any(p => p is { Name: "staff", IsRequired: true } && p.Type == typeof(Guid));

    private static async Task<JsonElement> DocumentAsync(TestApp app)
    {
        using var answer = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/openapi/v1.json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
    }
}
