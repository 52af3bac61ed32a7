using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class ConsentMappings :
    IEntityTypeConfiguration<ConsentRequest>, IEntityTypeConfiguration<Consent>, IEntityTypeConfiguration<StoredText>,
    IEntityTypeConfiguration<RecordedAnswer>,
    IEntityTypeConfiguration<PreventedGuardian>, IEntityTypeConfiguration<MeasureDecision>
{
    public void Configure(EntityTypeBuilder<ConsentRequest> builder)
    {
        builder.ToTable("consent_requests").HasKey(r => r.Id);
        builder.Property(r => r.SealedMessage);
        builder.Property(r => r.SealedChildsView);
        builder.Property(r => r.SealedCircumstanceReason);
        builder.OpensWith(r => r.Key, r => r.Child);
        builder.Property(r => r.RetentionPromise).HasColumnName("kept");
        builder.Ignore(r => r.Uses);
        builder.Property(r => r.UsesAtMost);
        builder.Property(r => r.UsesPer);
    }

    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents").HasKey(c => c.Id);
        builder.Property(c => c.RetentionPromise).HasColumnName("kept");
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Uses);
        builder.Property(c => c.UsesAtMost);
        builder.Property(c => c.UsesPer);
        builder.OpensWith(c => c.Key, c => c.Child);
        builder.OwnsMany(c => c.Signatures, signatures =>
        {
            signatures.ToTable("consent_signatures");
            signatures.WithOwner(s => s.Consent).HasForeignKey("ConsentId");
            signatures.Property(s => s.SealedAnswer);
            signatures.HasKey("ConsentId", nameof(ConsentSignature.Person));
            signatures.Property(s => s.Person).ValueGeneratedNever();
            signatures.Ignore(s => s.IsExcused);
            signatures.HasOne<StoredText>().WithMany().HasForeignKey(s => s.TextDigest);
        });
    }

    public void Configure(EntityTypeBuilder<MeasureDecision> builder)
    {
        builder.ToTable("measure_decisions").HasKey(m => m.Id);
        builder.Property(m => m.Until).HasColumnName("until_day");
    }

    public void Configure(EntityTypeBuilder<PreventedGuardian> builder)
    {
        builder.ToTable("prevented_guardians").HasKey(p => p.Id);
        builder.Property(p => p.SealedReason);
        builder.Property(p => p.SealedUrgency);
        builder.OpensWith(p => p.Key, p => p.Child);
    }

    public void Configure(EntityTypeBuilder<RecordedAnswer> builder)
    {
        builder.ToTable("recorded_answers").HasKey(r => r.Id);
        builder.Ignore(r => r.Waits);
        builder.Property(r => r.SealedIdentified);
        builder.Property(r => r.SealedReason);
        builder.Property(r => r.SealedAnswer);
        builder.Property(r => r.AnswerDigest);
        builder.OpensWith(r => r.Key, r => r.Child);
        builder.HasOne<StoredText>().WithMany().HasForeignKey(r => r.TextDigest);
    }

    public void Configure(EntityTypeBuilder<StoredText> builder) => builder.ToTable("consent_texts").HasKey(t => t.Digest);
}
