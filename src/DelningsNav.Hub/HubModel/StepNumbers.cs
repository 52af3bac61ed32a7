using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace DelningsNav.Hub.HubModel;

/// <summary>Numbers a case's steps from 1 in the order in which they were taken.</summary>
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
