using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal sealed class PeopleMappings :
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PersonKey>, IEntityTypeConfiguration<Custody>,
    IEntityTypeConfiguration<GuardianBlock>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("persons").HasKey(p => p.Id);
        builder.Property(p => p.SealedIdentity);
        builder.Property(p => p.SealedGivenName);
        builder.Property(p => p.SealedFamilyName);
        builder.Property(p => p.SealedBirthDate);
        builder.HasOne(p => p.Key).WithOne().HasForeignKey<PersonKey>(k => k.Person);
        builder.Navigation(p => p.Key).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<PersonKey> builder)
    {
        builder.ToTable("person_keys").HasKey(k => k.Person);
        builder.Property(k => k.Person).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Custody> builder)
    {
        builder.ToTable("custodies").HasKey(c => c.Id);
        builder.Property(c => c.From).HasColumnName("from_day");
        builder.Property(c => c.To).HasColumnName("to_day");
    }

    public void Configure(EntityTypeBuilder<GuardianBlock> builder)
    {
        builder.ToTable("guardian_blocks").HasKey(b => b.Id);
        builder.Property(b => b.SealedReason);
        builder.OpensWith(b => b.Key, b => b.Child);
        builder.Property(b => b.From).HasColumnName("from_day");
        builder.Property(b => b.To).HasColumnName("to_day");
    }
}
