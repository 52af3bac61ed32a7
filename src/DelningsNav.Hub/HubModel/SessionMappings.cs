using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class SessionMappings : IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<ProtectionKey>,
    IEntityTypeConfiguration<AttemptCount>
{
    public void Configure(EntityTypeBuilder<Session> builder) => builder.ToTable("sessions").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<AttemptCount> builder) =>
        builder.ToTable("attempt_counts").HasKey(a => new { a.Day, a.What });

    public void Configure(EntityTypeBuilder<ProtectionKey> builder) => builder.ToTable("protection_keys").HasKey(k => k.Name);
}
