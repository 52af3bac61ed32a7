using DelningsNav.Hub.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DelningsNav.Hub.HubModel;

internal sealed class PartyMappings :
    IEntityTypeConfiguration<Authority>, IEntityTypeConfiguration<Branch>, IEntityTypeConfiguration<Unit>,
    IEntityTypeConfiguration<StaffMember>, IEntityTypeConfiguration<ProtectedClearance>, IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Authority> builder) => builder.ToTable("authorities").HasKey(a => a.Id);

    public void Configure(EntityTypeBuilder<Branch> builder) => builder.ToTable("branches").HasKey(b => b.Id);

    public void Configure(EntityTypeBuilder<Unit> builder) => builder.ToTable("units").HasKey(u => u.Id);

    public void Configure(EntityTypeBuilder<StaffMember> builder) => builder.ToTable("staff_members").HasKey(s => s.Id);

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ProtectedClearance> builder)
    {
        builder.ToTable("protected_clearances").HasKey(c => c.Id);
        builder.Property(c => c.Staff).HasColumnName("staff_id");
    }

    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients").HasKey(c => c.Id);
        builder.Property(c => c.PermittedOperations).HasConversion<OperationsConverter, OperationsComparer>();
        builder.Property(c => c.Roles).HasColumnName("acts_as").HasConversion<RolesConverter, RolesComparer>();
        builder.OwnsMany(c => c.Keys, keys =>
        {
            keys.ToTable("client_keys").HasKey(k => k.KeyId);
            keys.Property(k => k.KeyId).ValueGeneratedNever();
            keys.WithOwner().HasForeignKey("ClientId");
        });
    }
}

internal sealed class OperationsConverter() : ValueConverter<IReadOnlyList<OperationCode>, string>(
    operations => string.Join(' ', operations), text => OperationCode.ParseAll(text));

internal sealed class RolesConverter() : ValueConverter<IReadOnlyList<ClientRole>, string>(
    roles => string.Join(' ', roles),
    text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ClientRole>).ToList());

internal sealed class RolesComparer() : ValueComparer<IReadOnlyList<ClientRole>>(
    (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)),
    roles => roles.Aggregate(0, (hash, role) => HashCode.Combine(hash, role)),
    roles => roles);

internal sealed class OperationsComparer() : ValueComparer<IReadOnlyList<OperationCode>>(
    (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)),
    operations => operations.Aggregate(0, (hash, operation) => HashCode.Combine(hash, operation.GetHashCode())),
    operations => operations);
