using DelningsNav.Hub.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class PeopleMappings :
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Custody>, IEntityTypeConfiguration<GuardianBlock>
{
    public void Configure(EntityTypeBuilder<Person> builder) => builder.ToTable("persons").HasKey(p => p.Id);

    public void Configure(EntityTypeBuilder<Custody> builder)
    {
        builder.ToTable("custodies").HasKey(c => c.Id);
        builder.Property(c => c.From).HasColumnName("from_day");
        builder.Property(c => c.To).HasColumnName("to_day");
    }

    public void Configure(EntityTypeBuilder<GuardianBlock> builder)
    {
        builder.ToTable("guardian_blocks").HasKey(b => b.Id);
        builder.Property(b => b.From).HasColumnName("from_day");
        builder.Property(b => b.To).HasColumnName("to_day");
    }
}
