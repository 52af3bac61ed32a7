using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Api.Oversight;

/// <summary>
/// Who may read the entries of the log as they are in the tree. An entry identifies nobody, but in a log that grows by a few entries a day
/// the kinds and minutes alone tell somebody who knows the family what happened (ADR 0041).
/// </summary>
/// <param name="openFrom">
/// How many entries the log must have before anybody may read them. Null keeps them closed to strangers, however long the log is.
/// </param>
/// <param name="proofs">The log.</param>
/// <param name="authorization">Knows who is a registrator.</param>
/// <remarks>
/// A registrator who has signed in reads them, and a registered system with the operation <c>oversight</c>. Checkpoints, hash tiles and the
/// proofs without the leaf are open to anybody always.
/// </remarks>
internal sealed class OpenEntries(long? openFrom, LogProofs proofs, IAuthorizationService authorization)
{
    /// <summary>Whether anybody may read the entries.</summary>
    public async Task<bool> AreOpenToAllAsync(CancellationToken ct) =>
        openFrom is { } enough && (await proofs.CheckpointAsync(ct)).Checkpoint.Size >= enough;

    /// <summary>Null when this caller may read the entries. Otherwise, what is missing.</summary>
    public async Task<ApiProblem?> RefusalAsync(HttpContext http)
    {
        if ((await authorization.AuthorizeAsync(http.User, SignInSetup.RegistratorPolicy)).Succeeded)
        {
            return null;
        }

        if (!http.Request.Headers.ContainsKey("Signature"))
        {
            return Problems.EntriesNotOpen.Say();
        }

        var read = await http.AuthenticateAsync(SignedScheme.Name);
        return !read.Succeeded ? http.Features.Get<ApiProblem>() ?? Problems.SignatureInvalid.Say()
            : http.Features.Get<SignedCall>() is { } call && call.Operations.Contains(Operations.ReadOversight) ? null
            : Problems.EntriesNotOpen.Say();
    }
}
