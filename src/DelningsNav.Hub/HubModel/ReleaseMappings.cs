using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class ReleaseMappings : IEntityTypeConfiguration<Decision>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Decision> builder) => builder.ToTable("decisions").HasKey(d => d.Id);

    public void Configure(EntityTypeBuilder<Delivery> builder) => builder.ToTable("deliveries").HasKey(d => d.Id);
}
