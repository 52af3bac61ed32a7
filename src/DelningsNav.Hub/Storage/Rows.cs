using DelningsNav.Hub.Parties;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace DelningsNav.Hub.Storage;

/// <summary>One entry of the log as it is stored. Only <see cref="Log.LogWriter"/> writes it.</summary>
internal sealed class LogRow
{
    public long Index { get; init; }

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    public string Verdict { get; init; } = "";

    public string PolicySet { get; init; } = "";

    public byte[] Leaf { get; init; } = [];

    public byte[] LeafHash { get; init; } = [];

    public byte[]? Payload { get; init; }

    public Guid? PayloadKey { get; init; }

    public byte[]? ChildToken { get; init; }

    public byte[]? ActorToken { get; init; }

    public byte[]? CaseToken { get; init; }

    public AuthorityId? ActorAuthority { get; init; }

    public AuthorityId? HolderAuthority { get; init; }
}

/// <summary>The answer that a call with this idempotency key got; the same call gets it again.</summary>
internal sealed class IdempotentAnswer
{
    public ClientId Client { get; init; }

    public string Key { get; init; } = "";

    public string RequestHash { get; init; } = "";

    public int Status { get; init; }

    public byte[] Body { get; init; } = [];

    public string Location { get; init; } = "";

    public DateTimeOffset AnsweredAt { get; init; }
}

/// <summary>A consent text that somebody has answered, kept under its hash for as long as an answer refers to it.</summary>
internal sealed class KeptText
{
    public string Hash { get; init; } = "";

    public string Version { get; init; } = "";

    public string Language { get; init; } = "";

    public string Text { get; init; } = "";
}

/// <summary>Numbers a case's steps from 1 in the order they were taken.</summary>
internal sealed class StepNumbers : ValueGenerator<int>
{
    public override bool GeneratesTemporaryValues => false;

    public override int Next(EntityEntry entry)
    {
        var caseId = entry.Property("CaseId").CurrentValue;
        var taken = entry.Context.ChangeTracker.Entries<Cases.CaseStep>()
            .Where(step => step.Entity != entry.Entity && Equals(step.Property("CaseId").CurrentValue, caseId))
            .Select(step => (int)step.Property("Number").CurrentValue!)
            .DefaultIfEmpty(0)
            .Max();
        return taken + 1;
    }
}
