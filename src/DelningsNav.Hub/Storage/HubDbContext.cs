using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage;

/// <summary>The hub's unit of work. The schema itself is the reviewed SQL in <c>Storage/Sql</c> (ADR 0011).</summary>
/// <remarks>
/// It contains no code of any capability (ADR 0030). Each capability adds its tables as extension properties (<c>ConsentTables</c>,
/// <c>CaseTables</c> and so on), and <c>HubModel</c> maps them.
/// </remarks>
public sealed class HubDbContext(DbContextOptions<HubDbContext> options) : DbContext(options)
{
    /// <summary>Compares rows with their seals. It is set for each unit of work.</summary>
    internal StateComparison? Comparison { private get; set; }

    /// <summary>The subjects that are known to be changed outside the hub, so that lists leave them out.</summary>
    internal IReadOnlyList<Guid> ChangedOutside { get; set; } = [];

    /// <summary>Those of them with a sealed value that does not open. They can be shown to nobody.</summary>
    internal IReadOnlyList<Guid> Unopened { get; set; } = [];

    /// <summary>
    /// Raises an alarm about a person when a sealed value of theirs does not open. Their rows count as changed outside the hub after that.
    /// </summary>
    internal Action<SubjectId> AlarmUnopened { get; set; } = _ => { };

    /// <summary>The keys that open what the rows have sealed. They are set for each unit of work.</summary>
    /// <exception cref="InvalidOperationException">The log's writer is not open.</exception>
    internal ISealing Keys
    {
        get => field ?? throw new InvalidOperationException("the log's writer is not open, so no sealed value can be opened");
        set;
    }

    internal DbSet<LogRow> Log => Set<LogRow>();

    internal DbSet<LogCount> LogCounts => Set<LogCount>();

    internal DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    /// <summary>
    /// Whether the rows of a subject are those that the hub sealed. Where they are not, nothing may be opened on them (ADR 0038).
    /// </summary>
    internal Task<bool> IsSoundAsync(SubjectId subject, SubjectKind kind, CancellationToken ct) =>
        Comparison is { } compare
            ? compare(this, subject, kind, ct)
            : throw new InvalidOperationException("the log's writer is not open, so no row can be compared with its seal");

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        Conversions.Register(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
        References.Apply(modelBuilder.Model);
        ColumnNames.Apply(modelBuilder.Model);
    }
}
