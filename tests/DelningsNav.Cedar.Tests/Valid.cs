namespace DelningsNav.Cedar.Tests;

/// <summary>Short forms of questions to schemas and validation.</summary>
internal static class Valid
{
    /// <summary>A small world: users who belong to units, documents with required and optional attributes, and actions.</summary>
    public const string World =
        """
        entity City;
        entity Unit in City;
        entity User in [Unit] {
          name: String,
          age?: Long,
          unit: Unit,
          home?: { street: String, number?: Long },
        } tags Set<String>;
        entity Robot { name: String };
        entity Document { owner: User, "odd name"?: Bool, made: datetime, worth: decimal } tags String;
        entity Colour enum ["red", "blue"];
        action read;
        action view, edit in read appliesTo {
          principal: [User, Robot],
          resource: Document,
          context: {
            now: datetime,
            wait: duration,
            from: ipaddr,
            number: Long,
            text: String,
            flag: Bool,
            colour: Colour,
            texts: Set<String>,
            users: Set<User>,
            seal?: { key: String, grade?: Long },
          },
        };
        action rest appliesTo { principal: User, resource: Unit };
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(World);

    /// <summary>The problems of the policy in the small world, one a line, or the empty text.</summary>
    public static string Policy(string policy) => Policy(Schema, policy);

    /// <summary>The problems of the policy, one a line and with warnings marked, or the empty text.</summary>
    public static string Policy(CedarSchema schema, string policy) => string.Join('\n', schema.Validate(CedarPolicySet.Parse(policy))
        .Select(p => p.Severity == ValidationSeverity.Warning ? $"warning: {p.Message}" : p.Message));

    /// <summary>The problems of the condition when a user views a document.</summary>
    public static string Condition(string condition) =>
        Policy($"permit(principal is User, action == Action::\"view\", resource) when {{ {condition} }};");

    /// <summary>The problems of a schema with their places, one a line, or the empty text.</summary>
    public static string Problems(string schema)
    {
        try
        {
            CedarSchema.Parse(schema);
            return string.Empty;
        }
        catch (CedarSyntaxException e)
        {
            return string.Join('\n', e.Problems);
        }
    }
}
