namespace DelningsNav.Policies;

/// <summary>
/// How strongly the population register protects a person's details. Swedish: <b>skyddade personuppgifter</b> (OSL
/// 21 kap. 3 §, 22 kap. 2 §).
/// </summary>
/// <remarks>There are three levels and <see cref="Unknown"/>, which counts as the strictest, so that a failed look-up never
/// opens a record.</remarks>
public enum SecurityMarking
{
    /// <summary>The register says that nothing is marked.</summary>
    None,

    /// <summary>A warning that the person's details may be secret. Swedish: <b>sekretessmarkering</b>.</summary>
    Sekretessmarkering,

    /// <summary>
    /// The person is registered elsewhere than where they live. Swedish: <b>skyddad folkbokföring</b>
    /// (folkbokföringslagen 16 §).
    /// </summary>
    SkyddadFolkbokforing,

    /// <summary>The register has not been read, or its answer could not be understood.</summary>
    Unknown,
}
