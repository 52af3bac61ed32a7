using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Who has read what about a child, when and why. Reading this page is itself logged.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ReadingsPage(AccessReports reports, FamilyConsents home) : PageModel
{
    private static readonly (string Name, AccessGroup Group)[] Groups =
    [
        ("lasningar", AccessGroup.Readings), ("fragor", AccessGroup.Questions), ("samtycken", AccessGroup.Consents),
        ("annat", AccessGroup.Other),
    ];

    /// <summary>The report.</summary>
    public AccessReport Report { get; private set; } = null!;

    /// <summary>The children that the reader can choose from.</summary>
    public IReadOnlyList<FamilyChild> Children { get; private set; } = [];

    /// <summary>Which lines are shown: <c>lasningar</c>, <c>fragor</c>, <c>samtycken</c> or <c>annat</c>.</summary>
    [BindProperty(Name = "visa", SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The page of the list, from 1.</summary>
    [BindProperty(Name = "sida", SupportsGet = true)]
    public int PageNumber { get; set; } = 1;

    /// <summary>The group of lines that is shown.</summary>
    public AccessGroup Group => Groups.FirstOrDefault(g => g.Name == Show, Groups[0]).Group;

    /// <summary>The groups with their names in the address.</summary>
    public static IReadOnlyList<(string Name, AccessGroup Group)> AllGroups => Groups;

    /// <summary>The first day of the strip: half a year ago, or the day of the first reading when that is earlier.</summary>
    public DateOnly StripFrom =>
        Report.ReadAt.Select(SwedishTime.DayOf).Append(Report.Today.AddMonths(-6)).Min();

    /// <summary>
    /// Shows the report. If the address names no child, redirects to the report of the first child that the reader may see.
    /// </summary>
    public async Task<IActionResult> OnGetAsync(Guid? child, CancellationToken ct)
    {
        Children = (await home.ReadAsync(User.PersonId(), ct)).Children;
        if (child is null)
        {
            return Children.Count == 0 ? Redirect("/min-sida") : Redirect($"/min-sida/lasningar/{Children[0].Id}");
        }

        if (await reports.ReadAsync(new PersonId(child.Value), User.PersonId(), Group, PageNumber, ct) is not { } report)
        {
            return NotFound();
        }

        Report = report;
        return Page();
    }
}
