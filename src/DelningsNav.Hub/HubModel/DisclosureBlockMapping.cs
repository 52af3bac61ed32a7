using DelningsNav.Hub.Blocks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class DisclosureBlockMapping : IEntityTypeConfiguration<DisclosureBlock>
{
    public void Configure(EntityTypeBuilder<DisclosureBlock> builder)
    {
        builder.ToTable("disclosure_blocks").HasKey(b => b.Id);
        builder.Ignore(b => b.Scope);
        builder.Property(b => b.SealedReason);
        builder.Property(b => b.SealedLiftingReason);
        builder.OpensWith(b => b.Key, b => b.Child);
    }
}
