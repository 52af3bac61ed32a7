using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class RequestMappings : IEntityTypeConfiguration<InformationRequest>, IEntityTypeConfiguration<HarmAssessment>
{
    public void Configure(EntityTypeBuilder<InformationRequest> builder) => builder.ToTable("information_requests").HasKey(r => r.Id);

    public void Configure(EntityTypeBuilder<HarmAssessment> builder) => builder.ToTable("harm_assessments").HasKey(a => a.Id);
}
