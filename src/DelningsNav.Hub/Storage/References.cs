using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DelningsNav.Hub.Storage;

/// <summary>An id in a row refers to the thing of that id type. Told to the mapping so that rows are written in an order that the foreign keys allow.</summary>
internal static class References
{
    private static readonly Dictionary<Type, Type> Things = new()
    {
        [typeof(AuthorityId)] = typeof(Authority),
        [typeof(BranchId)] = typeof(Branch),
        [typeof(UnitId)] = typeof(Unit),
        [typeof(StaffMemberId)] = typeof(StaffMember),
        [typeof(ClientId)] = typeof(Client),
        [typeof(PersonId)] = typeof(Person),
        [typeof(CaseId)] = typeof(Case),
        [typeof(RecordId)] = typeof(Record),
        [typeof(ConsentRequestId)] = typeof(ConsentRequest),
        [typeof(ConsentId)] = typeof(Consent),
        [typeof(RequestId)] = typeof(InformationRequest),
        [typeof(AssessmentId)] = typeof(HarmAssessment),
        [typeof(EmergencyAccessId)] = typeof(EmergencyAccess),
        [typeof(DecisionId)] = typeof(Decision),
        [typeof(SubscriptionId)] = typeof(Subscription),
    };

    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes().Where(e => e.ClrType != typeof(LogRow) && e.ClrType != typeof(IdempotentAnswer)).ToList())
        {
            foreach (var property in entity.GetProperties().Where(p => !p.IsForeignKey()).ToList())
            {
                var id = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (Things.TryGetValue(id, out var thing) && thing != entity.ClrType && model.FindEntityType(thing) is { } principal)
                {
                    entity.AddForeignKey(property, principal.FindPrimaryKey()!, principal).DeleteBehavior = DeleteBehavior.Restrict;
                }
            }
        }
    }
}
