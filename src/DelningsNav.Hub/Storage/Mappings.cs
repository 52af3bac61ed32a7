using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.Storage;

// One small class per table; what is not said here follows ColumnNames and Conversions.

internal sealed class PartyMappings :
    IEntityTypeConfiguration<Authority>, IEntityTypeConfiguration<Branch>, IEntityTypeConfiguration<Unit>,
    IEntityTypeConfiguration<StaffMember>, IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Authority> builder) => builder.ToTable("authorities").HasKey(a => a.Id);

    public void Configure(EntityTypeBuilder<Branch> builder) => builder.ToTable("branches").HasKey(b => b.Id);

    public void Configure(EntityTypeBuilder<Unit> builder) => builder.ToTable("units").HasKey(u => u.Id);

    public void Configure(EntityTypeBuilder<StaffMember> builder) => builder.ToTable("staff_members").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients").HasKey(c => c.Id);
        builder.OwnsMany(c => c.Keys, keys =>
        {
            keys.ToTable("client_keys").HasKey(k => k.KeyId);
            keys.Property(k => k.KeyId).ValueGeneratedNever();
            keys.WithOwner().HasForeignKey("ClientId");
        });
    }
}

internal sealed class PeopleMappings :
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Custody>, IEntityTypeConfiguration<GuardianBlock>
{
    public void Configure(EntityTypeBuilder<Person> builder) => builder.ToTable("persons").HasKey(p => p.Id);

    public void Configure(EntityTypeBuilder<Custody> builder)
    {
        builder.ToTable("custodies").HasKey(c => c.Id);
        builder.Property(c => c.From).HasColumnName("from_day");
        builder.Property(c => c.To).HasColumnName("to_day");
    }

    public void Configure(EntityTypeBuilder<GuardianBlock> builder)
    {
        builder.ToTable("guardian_blocks").HasKey(b => b.Id);
        builder.Property(b => b.From).HasColumnName("from_day");
        builder.Property(b => b.To).HasColumnName("to_day");
    }
}

internal sealed class PolicySetMappings : IEntityTypeConfiguration<PolicySet>, IEntityTypeConfiguration<PolicyAdoption>
{
    public void Configure(EntityTypeBuilder<PolicySet> builder) => builder.ToTable("policy_sets").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<PolicyAdoption> builder) => builder.ToTable("policy_adoptions").HasKey(a => new { a.Authority, a.Version });
}

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("cases").HasKey(c => c.Id);
        builder.OwnsMany(c => c.Steps, steps =>
        {
            steps.ToTable("case_steps");
            steps.WithOwner().HasForeignKey("CaseId");
            steps.Property<int>("Number").ValueGeneratedNever().HasValueGenerator<StepNumbers>();
            steps.HasKey("CaseId", "Number");
            steps.Property(s => s.By).HasColumnName("by_id");
        });
        builder.OwnsMany(c => c.Assignments, assignments =>
        {
            assignments.ToTable("assignments").HasKey(a => a.Id);
            assignments.Property(a => a.Id).ValueGeneratedNever();
            assignments.WithOwner().HasForeignKey("CaseId");
            assignments.Property(a => a.From).HasColumnName("from_at");
            assignments.Property(a => a.To).HasColumnName("to_at");
        });
    }
}

internal sealed class RecordMapping : IEntityTypeConfiguration<Record>
{
    public void Configure(EntityTypeBuilder<Record> builder)
    {
        builder.ToTable("records").HasKey(r => r.Id);
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

internal sealed class ConsentMappings :
    IEntityTypeConfiguration<ConsentRequest>, IEntityTypeConfiguration<Consent>, IEntityTypeConfiguration<KeptText>, IEntityTypeConfiguration<RecordedAnswer>,
    IEntityTypeConfiguration<PreventedGuardian>, IEntityTypeConfiguration<MeasureDecision>
{
    public void Configure(EntityTypeBuilder<ConsentRequest> builder)
    {
        builder.ToTable("consent_requests").HasKey(r => r.Id);
        builder.Ignore(r => r.Uses);
        builder.Property(r => r.UsesAtMost);
        builder.Property(r => r.UsesPer);
    }

    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents").HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Uses);
        builder.Property(c => c.UsesAtMost);
        builder.Property(c => c.UsesPer);
        builder.OwnsMany(c => c.Signatures, signatures =>
        {
            signatures.ToTable("consent_signatures");
            signatures.WithOwner().HasForeignKey("ConsentId");
            signatures.HasKey("ConsentId", nameof(ConsentSignature.Person));
            signatures.Property(s => s.Person).ValueGeneratedNever();
            signatures.Ignore(s => s.IsExcused);
            signatures.HasOne<KeptText>().WithMany().HasForeignKey(s => s.TextHash);
        });
    }

    public void Configure(EntityTypeBuilder<MeasureDecision> builder)
    {
        builder.ToTable("measure_decisions").HasKey(m => m.Id);
        builder.Property(m => m.Until).HasColumnName("until_day");
    }

    public void Configure(EntityTypeBuilder<PreventedGuardian> builder) => builder.ToTable("prevented_guardians").HasKey(p => p.Id);

    public void Configure(EntityTypeBuilder<RecordedAnswer> builder)
    {
        builder.ToTable("recorded_answers").HasKey(r => r.Id);
        builder.HasOne<KeptText>().WithMany().HasForeignKey(r => r.TextHash);
    }

    public void Configure(EntityTypeBuilder<KeptText> builder) => builder.ToTable("consent_texts").HasKey(t => t.Hash);
}

internal sealed class MessageMappings : IEntityTypeConfiguration<FamilyMessage>, IEntityTypeConfiguration<StaffMessage>, IEntityTypeConfiguration<EmailLink>
{
    public void Configure(EntityTypeBuilder<EmailLink> builder) => builder.ToTable("email_links").HasKey(l => l.Id);

    public void Configure(EntityTypeBuilder<FamilyMessage> builder) =>
        builder.ToTable("family_messages").HasKey(m => new { m.Person, m.Consent, m.Kind });

    public void Configure(EntityTypeBuilder<StaffMessage> builder) => builder.ToTable("staff_messages").HasKey(m => new { m.Staff, m.Consent });
}

internal sealed class DisclosureBlockMapping : IEntityTypeConfiguration<DisclosureBlock>
{
    public void Configure(EntityTypeBuilder<DisclosureBlock> builder)
    {
        builder.ToTable("disclosure_blocks").HasKey(b => b.Id);
        builder.Ignore(b => b.Scope);
    }
}

internal sealed class EmergencyMappings : IEntityTypeConfiguration<EmergencyAccess>, IEntityTypeConfiguration<EmergencyReview>
{
    public void Configure(EntityTypeBuilder<EmergencyAccess> builder) => builder.ToTable("emergency_accesses").HasKey(e => e.Id);

    public void Configure(EntityTypeBuilder<EmergencyReview> builder) => builder.ToTable("emergency_reviews").HasKey(r => r.Emergency);
}

internal sealed class RequestMappings : IEntityTypeConfiguration<InformationRequest>, IEntityTypeConfiguration<HarmAssessment>
{
    public void Configure(EntityTypeBuilder<InformationRequest> builder) => builder.ToTable("information_requests").HasKey(r => r.Id);

    public void Configure(EntityTypeBuilder<HarmAssessment> builder) => builder.ToTable("harm_assessments").HasKey(a => a.Id);
}

internal sealed class ReleaseMappings : IEntityTypeConfiguration<Decision>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Decision> builder) => builder.ToTable("decisions").HasKey(d => d.Id);

    public void Configure(EntityTypeBuilder<Delivery> builder) => builder.ToTable("deliveries").HasKey(d => d.Id);
}

internal sealed class NoticeMappings :
    IEntityTypeConfiguration<ConsentNotice>, IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<NoticeDelivery>
{
    public void Configure(EntityTypeBuilder<ConsentNotice> builder) => builder.ToTable("consent_notices").HasKey(n => new { n.LogIndex, n.Party });

    public void Configure(EntityTypeBuilder<Subscription> builder) => builder.ToTable("subscriptions").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<NoticeDelivery> builder)
    {
        builder.ToTable("notice_deliveries").HasKey(d => new { d.LogIndex, d.Party, d.Subscription });
        builder.HasOne<ConsentNotice>().WithMany().HasForeignKey(d => new { d.LogIndex, d.Party });
    }
}

internal sealed class LogMappings : IEntityTypeConfiguration<LogRow>, IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<LogRow> builder)
    {
        builder.ToTable("log_entries").HasKey(e => e.Index);
        builder.Property(e => e.Index).HasColumnName("idx").ValueGeneratedNever();
        builder.Property(e => e.PayloadKey).HasColumnName("payload_key");
        builder.Property(e => e.ActorAuthority).HasColumnName("actor_authority");
        builder.Property(e => e.HolderAuthority).HasColumnName("holder_authority");
    }

    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers").HasKey(a => new { a.Client, a.Key });
    }
}
