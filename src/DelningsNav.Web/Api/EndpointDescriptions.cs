namespace DelningsNav.Web.Api;

/// <summary>Adds what an endpoint's code does not say to the endpoint's description.</summary>
internal static class EndpointDescriptions
{
    /// <summary>Describes the problems that this endpoint can return, in addition to those of every call.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params ProblemType[] problems) =>
        endpoint.WithMetadata(new CanFailWith(problems));

    /// <summary>Describes the request body, with an example.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string example)
        where T : notnull =>
        endpoint.Accepts<T>("application/json")
            .WithMetadata(new TakesExample(example))
            .Fails(Problems.InvalidRequest, Problems.ContentTypeNotTaken);

    /// <summary>Lets the body be as large as a document in base64.</summary>
    public static RouteHandlerBuilder TakesADocument(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new TakesDocument());

    /// <summary>Describes a success, with an example.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, int status, string example) =>
        endpoint.Produces<T>(status, "application/json").WithMetadata(new GivesExample(status, example));
}

/// <summary>The problems that one endpoint can return.</summary>
internal sealed record CanFailWith(IReadOnlyList<ProblemType> Problems);

/// <summary>Marks an endpoint whose body contains a document and may be larger than usual.</summary>
internal sealed record TakesDocument;

/// <summary>An example of a request body.</summary>
internal sealed record TakesExample(string Json);

/// <summary>An example of an answer.</summary>
internal sealed record GivesExample(int Status, string Json);
