using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Pages.Administration;

/// <inheritdoc/>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class ClearancesPage(ClearForProtected clear) : ClearancePage(clear);
