namespace DelningsNav.Client;

/// <summary>What a person's id is needed for.</summary>
public sealed record LookUpPurpose
{
    private LookUpPurpose(string code) => Code = code;

    internal string Code { get; }

    internal Guid? Case { get; private init; }

    internal Guid? Staff { get; private init; }

    internal string? Reference { get; private init; }

    /// <summary>An open case of your branch. Only its child and the child's guardians are found.</summary>
    public static LookUpPurpose InCase(Guid @case) => new("case") { Case = @case };

    /// <summary>A case that a member of staff of your branch is about to open.</summary>
    public static LookUpPurpose ToOpenCase(Guid staff) => new("case-opening") { Staff = staff };

    /// <summary>A record that you are about to deposit under this reference.</summary>
    public static LookUpPurpose ToDeposit(string reference) => new("deposit") { Reference = reference };
}
