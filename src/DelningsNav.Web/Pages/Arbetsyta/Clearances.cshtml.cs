using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <inheritdoc/>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ClearancesPage(ClearForProtected clear) : ClearancePage(clear);
