using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class LogMappings :
    IEntityTypeConfiguration<LogRow>, IEntityTypeConfiguration<LogCount>, IEntityTypeConfiguration<IdempotentAnswer>,
    IEntityTypeConfiguration<ClientDayCount>
{
    public void Configure(EntityTypeBuilder<LogRow> builder)
    {
        builder.ToTable("log_entries").HasKey(e => e.Index);
        builder.Property(e => e.Index).HasColumnName("idx").ValueGeneratedNever();
        builder.Property(e => e.PayloadKey).HasColumnName("payload_key");
        builder.Property(e => e.ActorAuthority).HasColumnName("actor_authority");
        builder.Property(e => e.HolderAuthority).HasColumnName("holder_authority");
    }

    public void Configure(EntityTypeBuilder<LogCount> builder)
    {
        builder.ToTable("log_counts").HasKey(c => c.Subject);
    }

    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers").HasKey(a => new { a.Client, a.KeyDigest });
    }

    public void Configure(EntityTypeBuilder<ClientDayCount> builder)
    {
        builder.ToTable("client_day_counts").HasKey(c => new { c.Client, c.Day, c.What });
    }
}
