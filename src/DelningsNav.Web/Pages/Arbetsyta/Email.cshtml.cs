using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>The page where a member of staff turns on a link by e-mail.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class StaffEmailPage : EmailPage
{
    /// <inheritdoc/>
    public override string Path => "/arbetsyta/epost";

    /// <inheritdoc/>
    public override string Messages => "/arbetsyta/meddelanden";

    /// <inheritdoc/>
    protected override Caller Reader => new Caller.Staff(User.StaffId());
}
