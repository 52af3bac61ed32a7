using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// A column with an id refers to the table whose key <c>Id</c> has that id type. EF then writes rows in an
/// order that the foreign keys allow.
/// </summary>
internal static class References
{
    public static void Apply(IMutableModel model)
    {
        var referring = model.GetEntityTypes().Where(e => e.ClrType != typeof(LogRow) && e.ClrType != typeof(IdempotentAnswer)).ToList();
        var things = model.GetEntityTypes().Where(e => !e.IsOwned() && e.FindPrimaryKey() is { Properties: [{ Name: "Id" }] })
            .ToDictionary(e => e.FindPrimaryKey()!.Properties[0].ClrType);
        foreach (var entity in referring)
        {
            foreach (var property in entity.GetProperties().Where(p => !p.IsForeignKey()).ToList())
            {
                var id = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (things.TryGetValue(id, out var thing) && thing != entity)
                {
                    entity.AddForeignKey(property, thing.FindPrimaryKey()!, thing).DeleteBehavior = DeleteBehavior.Restrict;
                }
            }
        }
    }
}
