using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class RequestMappings : IEntityTypeConfiguration<InformationRequest>, IEntityTypeConfiguration<HarmAssessment>
{
    public void Configure(EntityTypeBuilder<InformationRequest> builder)
    {
        builder.ToTable("information_requests").HasKey(r => r.Id);
        builder.Property(r => r.SealedReason);
        builder.OpensWith(r => r.Key, r => r.Child);
    }

    public void Configure(EntityTypeBuilder<HarmAssessment> builder)
    {
        builder.ToTable("harm_assessments").HasKey(a => a.Id);
        builder.Property(a => a.SealedReasoning);
        builder.Property(a => a.SealedConditions);
        builder.HasOne(a => a.Asked).WithMany().HasForeignKey(a => a.Request);
        builder.Navigation(a => a.Asked).AutoInclude();
    }
}
