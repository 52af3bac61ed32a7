using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class ReleaseMappings
    : IEntityTypeConfiguration<Decision>, IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<ConsentUse>
{
    public void Configure(EntityTypeBuilder<Decision> builder) => builder.ToTable("decisions").HasKey(d => d.Id);

    public void Configure(EntityTypeBuilder<Delivery> builder) => builder.ToTable("deliveries").HasKey(d => d.Id);

    public void Configure(EntityTypeBuilder<ConsentUse> builder)
    {
        builder.ToTable("consent_uses").Property<DecisionId>("Decision");
        builder.HasKey("Decision");
        builder.Property(u => u.At).HasColumnName("used_at");
    }
}
