namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// API and pages pass the caller, and the use case finds the actor. The overloads that take an actor are for the hub itself (ADR 0020).
/// Checked in the source, since a page or endpoint that names an actor would compile.
/// </summary>
public class DoorsTests
{
    [Fact]
    public void No_page_and_no_endpoint_acts_as_the_hub_or_as_somebody_of_its_own_choice()
    {
        var doors = Sources.CSharp("src/DelningsNav.Web/Pages")
            .Concat(Sources.CSharp("src/DelningsNav.Web/Api"))
            .Concat(Sources.CSharp("src/DelningsNav.Web/SignIn"))
            .Concat(Sources.CSharp("src/DelningsNav.Demo/Pages")).Concat(Sources.CSharp("src/DelningsNav.Demo/SignIn"))
            .Concat(Sources.Files("src/DelningsNav.Web/Pages", "*.cshtml"))
            .ToList();

        Assert.NotEmpty(doors);
        Assert.Empty(doors.Where(file => file.Has(@"\bActor\.Hub\b|\bnew Actor\(|\bActor by\b")).Select(file => file.Path));
    }
}
