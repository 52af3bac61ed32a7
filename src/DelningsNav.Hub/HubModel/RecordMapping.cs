using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class RecordMapping : IEntityTypeConfiguration<Record>
{
    public void Configure(EntityTypeBuilder<Record> builder)
    {
        builder.ToTable("records").HasKey(r => r.Id);
        builder.Property(r => r.SealedTitle);
        builder.OpensWith(r => r.Key, r => r.Child);
        builder.OwnsOne(r => r.Marking, marking =>
        {
            marking.WithOwner().HasForeignKey("RecordId");
            marking.Property<RecordId>("RecordId").HasColumnName("id");
            marking.Property(m => m.Provision).HasColumnName("marking_provision");
            marking.Property(m => m.MarkedOn).HasColumnName("marking_day");
            marking.Property(m => m.MarkedBy).HasColumnName("marking_by");
        });
    }
}
