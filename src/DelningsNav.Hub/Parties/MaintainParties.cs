using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>Registers parties, workplaces, staff and systems.</summary>
/// <remarks>
/// A decision that reads parties and staff is made under the version of the policy set, and each change of parties and staff raises that
/// version. An addition raises it too, although no decision can have relied on the added data yet. This is simple, and such changes are
/// rare.
/// </remarks>
public sealed class MaintainParties(LoggedChanges changes, IdSource ids, TimeProvider clock)
{
    /// <summary>Registers a party.</summary>
    public async Task<AuthorityId> AddAuthorityAsync(string name, string organisationsnummer, PartyKind kind, CancellationToken ct)
    {
        var id = ids.New<AuthorityId>();
        await AddAsync(Authority.Register(id, name, organisationsnummer, kind), "authority", id.Value, ct, SubjectId.Of(id));
        return id;
    }

    /// <summary>Registers a branch of a party.</summary>
    public async Task<BranchId> AddBranchAsync(AuthorityId authority, string name, BranchKind kind, CancellationToken ct)
    {
        var id = ids.New<BranchId>();
        await AddAsync(Branch.Register(id, authority, name, kind), "branch", id.Value, ct, SubjectId.Of(authority));
        return id;
    }

    /// <summary>Registers a workplace of a branch.</summary>
    public async Task<UnitId> AddUnitAsync(BranchId branch, string name, string area, CancellationToken ct)
    {
        var id = ids.New<UnitId>();
        await AddAsync(Unit.Register(id, branch, name, area), "unit", id.Value, ct);
        return id;
    }

    /// <summary>Registers a member of staff.</summary>
    public async Task<StaffMemberId> AddStaffAsync(
        UnitId unit, string name, StaffRole role, bool assesses, bool assessesProtectedIdentities, CancellationToken ct)
    {
        var id = ids.New<StaffMemberId>();
        var member = StaffMember.Register(id, unit, name, role, assesses, assessesProtectedIdentities);
        await AddAsync(member, "staff", id.Value, ct, SubjectId.Of(id));
        return id;
    }

    /// <summary>
    /// Registers a system with its operations, the roles in which it may act for staff, and its first key.
    /// </summary>
    public async Task<ClientId> AddClientAsync(
        BranchId branch, string name, IReadOnlyList<OperationCode> operations, IReadOnlyList<ClientRole> roles, string keyId,
        string publicKeyPem, CancellationToken ct)
    {
        var id = ids.New<ClientId>();
        var client = Client.Register(id, branch, name, operations, roles);
        client.AddKey(keyId, publicKeyPem, clock.GetUtcNow());
        await AddAsync(client, "client", id.Value, ct, SubjectId.Of(id));
        return id;
    }

    /// <summary>Revokes a system's key. Calls signed with it are refused from now on.</summary>
    public Task RevokeKeyAsync(ClientId client, string keyId, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(client)], async (db, ct) =>
        {
            var found = await db.Clients.SingleAsync(c => c.Id == client, ct);
            found.Keys.Single(k => k.KeyId == keyId).Revoke(clock.GetUtcNow());
            return new Change<bool>(true, [Entry("key-revoked", client.Value)]);
        }, ct);

    /// <summary>Replaces a system's roles. A call that has begun and is not logged yet is decided under the new roles.</summary>
    public Task ChangeRolesAsync(ClientId client, IReadOnlyList<ClientRole> roles, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(client)], async (db, ct) =>
        {
            (await db.Clients.SingleAsync(c => c.Id == client, ct)).ChangeRoles(roles);
            return new Change<bool>(true, [Entry($"client-roles {string.Join(' ', roles)}".Trim(), client.Value)]);
        }, ct);

    /// <summary>
    /// Clears a system for children with protected identity, or ends that. A call that has begun and is not logged yet is decided again.
    /// </summary>
    public Task ClearSystemAsync(ClientId client, bool isCleared, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(client)], async (db, ct) =>
        {
            (await db.Clients.SingleAsync(c => c.Id == client, ct)).Clear(isCleared);
            return new Change<bool>(true, [Entry(isCleared ? "client-cleared" : "client-not-cleared", client.Value)]);
        }, ct);

    private Task AddAsync(object thing, string what, Guid id, CancellationToken ct, params SubjectId[] subjects) =>
        changes.ChangeAsync<bool>([SubjectId.PolicySet, .. subjects], (db, _) =>
        {
            db.Add(thing);
            return Task.FromResult(new Change<bool>(true, [Entry(what, id)]));
        }, ct);

    private static NewEntry Entry(string what, Guid id) => new()
    {
        Kind = EntryKinds.PartyRegistered,
        Actor = Actor.Hub,
        Fields = new Dictionary<string, string?> { ["what"] = what, ["id"] = id.ToString() },
    };
}
