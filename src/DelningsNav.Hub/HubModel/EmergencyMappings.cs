using DelningsNav.Hub.Requests.Emergencies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class EmergencyMappings
    : IEntityTypeConfiguration<EmergencyAccess>, IEntityTypeConfiguration<EmergencyReview>, IEntityTypeConfiguration<EmergencyAllowance>
{
    public void Configure(EntityTypeBuilder<EmergencyAccess> builder)
    {
        builder.ToTable("emergency_accesses").HasKey(e => e.Id);
        builder.Property(e => e.SealedReason);
        builder.OpensWith(e => e.Key, e => e.Child);
    }

    public void Configure(EntityTypeBuilder<EmergencyReview> builder)
    {
        builder.ToTable("emergency_reviews").HasKey(r => r.Emergency);
        builder.Property(r => r.SealedWords);
    }

    public void Configure(EntityTypeBuilder<EmergencyAllowance> builder) => builder.ToTable("emergency_allowances").HasKey(p => p.Id);
}
