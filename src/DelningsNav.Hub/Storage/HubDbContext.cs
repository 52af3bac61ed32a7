using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage;

/// <summary>The hub's unit of work. The schema itself is the reviewed SQL in <c>Storage/Sql</c> (ADR 0011).</summary>
/// <remarks>
/// It contains no code of any capability (ADR 0030). Each capability adds its tables as extension properties (<c>ConsentTables</c>,
/// <c>CaseTables</c> and so on), and <c>HubModel</c> maps them.
/// </remarks>
public sealed class HubDbContext(DbContextOptions<HubDbContext> options) : DbContext(options)
{
    internal DbSet<LogRow> Log => Set<LogRow>();

    internal DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

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
