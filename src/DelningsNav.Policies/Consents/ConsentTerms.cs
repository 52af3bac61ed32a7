namespace DelningsNav.Policies.Consents;

/// <summary>What one consent says: everything that its text is filled with.</summary>
public sealed record ConsentTerms
{
    /// <summary>The child's name.</summary>
    public required string Child { get; init; }

    /// <summary>Who would show the records, by name.</summary>
    public required string Discloser { get; init; }

    /// <summary>Who would see them, by name.</summary>
    public required string Recipient { get; init; }

    /// <summary>The types of records, codes of the catalogue.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The name of the support that the records are needed for.</summary>
    public required string Support { get; init; }

    /// <summary>The first day that the records may speak of.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day that the records may speak of, included.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The last whole day on which the consent holds.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>How often the records may be shown: one of <see cref="ConsentPhrases.UseCodes"/>.</summary>
    public required string Uses { get; init; }

    /// <summary>The number in a limit of uses; says nothing for the codes without one.</summary>
    public int Times { get; init; }

    /// <summary>What the recipient promises about keeping the records: one of <see cref="ConsentPhrases.KeptCodes"/>.</summary>
    public required string Kept { get; init; }
}
