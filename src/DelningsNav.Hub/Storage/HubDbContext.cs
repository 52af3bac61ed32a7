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

namespace DelningsNav.Hub.Storage;

/// <summary>The hub's tables as objects. The schema itself is the reviewed SQL in <c>Storage/Sql</c> (ADR 0011).</summary>
public sealed class HubDbContext(DbContextOptions<HubDbContext> options) : DbContext(options)
{
    /// <summary>Boards, regions and owners of independent schools.</summary>
    public DbSet<Authority> Authorities => Set<Authority>();

    /// <summary>Their branches.</summary>
    public DbSet<Branch> Branches => Set<Branch>();

    /// <summary>Their workplaces.</summary>
    public DbSet<Unit> Units => Set<Unit>();

    /// <summary>Those who work there.</summary>
    public DbSet<StaffMember> Staff => Set<StaffMember>();

    /// <summary>Integrating systems.</summary>
    public DbSet<Client> Clients => Set<Client>();

    /// <summary>The policy sets that the hub has received.</summary>
    public DbSet<PolicySet> PolicySets => Set<PolicySet>();

    /// <summary>Who has decided to let which set decide for them.</summary>
    public DbSet<PolicyAdoption> PolicyAdoptions => Set<PolicyAdoption>();

    /// <summary>Children and guardians.</summary>
    public DbSet<Person> People => Set<Person>();

    /// <summary>Who has custody of whom.</summary>
    public DbSet<Custody> Custodies => Set<Custody>();

    /// <summary>Guardians who are shut out.</summary>
    public DbSet<GuardianBlock> GuardianBlocks => Set<GuardianBlock>();

    /// <summary>Matters of SST and SST+.</summary>
    public DbSet<Case> Cases => Set<Case>();

    /// <summary>Deposited records, without their content.</summary>
    public DbSet<Record> Records => Set<Record>();

    /// <summary>What families were asked.</summary>
    public DbSet<ConsentRequest> ConsentRequests => Set<ConsentRequest>();

    /// <summary>What they answered.</summary>
    public DbSet<Consent> Consents => Set<Consent>();

    /// <summary>What social boards have decided about measures without the other guardian's consent.</summary>
    public DbSet<MeasureDecision> MeasureDecisions => Set<MeasureDecision>();

    /// <summary>Guardians whom staff have stated to be prevented.</summary>
    public DbSet<PreventedGuardian> PreventedGuardians => Set<PreventedGuardian>();

    /// <summary>What staff have taken down of answers on paper or in words.</summary>
    public DbSet<RecordedAnswer> RecordedAnswers => Set<RecordedAnswer>();

    /// <summary>The exact texts that were shown to those who answered.</summary>
    internal DbSet<KeptText> ConsentTexts => Set<KeptText>();

    /// <summary>What family members are told.</summary>
    public DbSet<FamilyMessage> FamilyMessages => Set<FamilyMessage>();

    /// <summary>What members of staff are told.</summary>
    public DbSet<StaffMessage> StaffMessages => Set<StaffMessage>();

    /// <summary>Where people want a link by e-mail.</summary>
    public DbSet<EmailLink> EmailLinks => Set<EmailLink>();

    /// <summary>What families and holders have closed.</summary>
    public DbSet<DisclosureBlock> DisclosureBlocks => Set<DisclosureBlock>();

    /// <summary>What staff have declared to be an emergency.</summary>
    public DbSet<EmergencyAccess> EmergencyAccesses => Set<EmergencyAccess>();

    /// <summary>What holders have to look at afterwards.</summary>
    public DbSet<EmergencyReview> EmergencyReviews => Set<EmergencyReview>();

    /// <summary>What staff asked other parties for.</summary>
    public DbSet<InformationRequest> Requests => Set<InformationRequest>();

    /// <summary>What holders' assessors judged.</summary>
    public DbSet<HarmAssessment> Assessments => Set<HarmAssessment>();

    /// <summary>What the hub decided.</summary>
    public DbSet<Decision> Decisions => Set<Decision>();

    /// <summary>What was handed over.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>Who is told that a consent is over.</summary>
    public DbSet<ConsentNotice> Notices => Set<ConsentNotice>();

    /// <summary>Where systems want to be sent notices.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <summary>How the sending of notices goes.</summary>
    public DbSet<NoticeDelivery> NoticeDeliveries => Set<NoticeDelivery>();

    internal DbSet<LogRow> Log => Set<LogRow>();

    internal DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        Conversions.Register(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
        References.Apply(modelBuilder.Model);
        ColumnNames.Apply(modelBuilder.Model);
    }
}
