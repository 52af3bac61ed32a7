namespace DelningsNav.Policies.Consents;

/// <summary>The terms of one consent. They replace the placeholders in its text.</summary>
public sealed record ConsentTerms
{
    /// <summary>The child's name.</summary>
    public required string Child { get; init; }

    /// <summary>The holder of the records, by name.</summary>
    public required string Discloser { get; init; }

    /// <summary>The recipient, by name.</summary>
    public required string Recipient { get; init; }

    /// <summary>The types of records, as codes from the catalogue.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    /// <summary>The name of the support that the records are needed for.</summary>
    public required string Support { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The last whole day on which the consent is valid.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>How often the records may be shown: one of <see cref="ConsentPhrases.UseCodes"/>.</summary>
    public required string Uses { get; init; }

    /// <summary>The number in a limit of uses. It is not used for codes without a number.</summary>
    public int Times { get; init; }

    /// <summary>How long the recipient promises to store the records: one of <see cref="ConsentPhrases.KeptCodes"/>.</summary>
    public required RetentionPromise RetentionPromise { get; init; }
}
