using System.Linq.Expressions;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DelningsNav.Hub.HubModel;

internal static class KeyMapping
{
    /// <summary>Each row is read together with the key of the child that it is about, because its texts are sealed with it.</summary>
    public static void OpensWith<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, PersonKey?>> key, Expression<Func<TEntity, object?>> child)
        where TEntity : class
    {
        builder.HasOne(key).WithMany().HasForeignKey(child);
        builder.Navigation(key).AutoInclude();
    }
}
