using DelningsNav.Hub.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class NoticeMappings :
    IEntityTypeConfiguration<ConsentNotice>, IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<NoticeDelivery>
{
    public void Configure(EntityTypeBuilder<ConsentNotice> builder) =>
        builder.ToTable("consent_notices").HasKey(n => new { n.LogIndex, n.Party });

    public void Configure(EntityTypeBuilder<Subscription> builder) => builder.ToTable("subscriptions").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<NoticeDelivery> builder)
    {
        builder.ToTable("notice_deliveries").HasKey(d => new { d.LogIndex, d.Party, d.Subscription });
        builder.HasOne<ConsentNotice>().WithMany().HasForeignKey(d => new { d.LogIndex, d.Party });
    }
}
