using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>The page where a guardian or pupil turns on a link by e-mail.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class FamilyEmailPage : EmailPage
{
    /// <inheritdoc/>
    public override string Path => "/min-sida/epost";

    /// <inheritdoc/>
    public override string Messages => "/min-sida/meddelanden";

    /// <inheritdoc/>
    protected override Caller Reader => new Caller.Family(User.PersonId());
}
