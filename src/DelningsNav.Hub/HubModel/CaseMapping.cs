using DelningsNav.Hub.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("cases").HasKey(c => c.Id);
        builder.OwnsMany(c => c.Steps, steps =>
        {
            steps.ToTable("case_steps");
            steps.WithOwner().HasForeignKey("CaseId");
            steps.Property<int>("Number").ValueGeneratedNever().HasValueGenerator<StepNumbers>();
            steps.HasKey("CaseId", "Number");
            steps.Property(s => s.By).HasColumnName("by_id");
        });
        builder.OwnsMany(c => c.Assignments, assignments =>
        {
            assignments.ToTable("assignments").HasKey(a => a.Id);
            assignments.Property(a => a.Id).ValueGeneratedNever();
            assignments.WithOwner().HasForeignKey("CaseId");
            assignments.Property(a => a.From).HasColumnName("from_at");
            assignments.Property(a => a.To).HasColumnName("to_at");
        });
    }
}
