using DelningsNav.Hub.PolicySets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class PolicySetMappings : IEntityTypeConfiguration<PolicySet>, IEntityTypeConfiguration<PolicyAdoption>
{
    public void Configure(EntityTypeBuilder<PolicySet> builder) => builder.ToTable("policy_sets").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<PolicyAdoption> builder) =>
        builder.ToTable("policy_adoptions").HasKey(a => new { a.Authority, a.Version });
}
