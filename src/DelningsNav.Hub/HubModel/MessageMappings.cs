using DelningsNav.Hub.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class MessageMappings :
    IEntityTypeConfiguration<FamilyMessage>, IEntityTypeConfiguration<StaffMessage>, IEntityTypeConfiguration<EmailLink>
{
    public void Configure(EntityTypeBuilder<EmailLink> builder) => builder.ToTable("email_links").HasKey(l => l.Id);

    public void Configure(EntityTypeBuilder<FamilyMessage> builder) =>
        builder.ToTable("family_messages").HasKey(m => new { m.Person, m.About, m.Kind });

    public void Configure(EntityTypeBuilder<StaffMessage> builder) =>
        builder.ToTable("staff_messages").HasKey(m => new { m.Staff, m.Consent });
}
