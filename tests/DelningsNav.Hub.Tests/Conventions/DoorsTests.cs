using DelningsNav.Hub.Parties;

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

    // A step of two persons takes a `Caller.Staff`, which means that a person has signed in. A signed call proves a system and nobody of
    // the staff, so code that handles signed calls must not make one (ADR 0033).
    [Fact]
    public void No_endpoint_takes_a_signed_call_for_a_person_who_has_signed_in()
    {
        var endpoints = Sources.CSharp("src/DelningsNav.Web/Api").ToList();

        Assert.NotEmpty(endpoints);
        Assert.Empty(endpoints.Where(file => file.Has(@"\bCaller\.(Staff|Family)\b")).Select(file => file.Path));
    }

    [Fact]
    public void Every_step_of_a_second_person_takes_a_signed_in_member_of_staff()
    {
        var steps =
            from useCase in typeof(SecondPerson).Assembly.GetExportedTypes()
            from step in useCase.GetMethods()
            where step.ReturnType.GenericTypeArguments.Any(outcome => outcome.GetNestedType("SamePerson") is not null
                || outcome.GetNestedType("OwnEmergency") is not null)
            select step;

        Assert.Equal(
            [
                "ConfirmRecordedAnswer.ConfirmAsync", "ConfirmRecordedAnswer.RejectAsync", "ConfirmRestore.HandleAsync",
                "DecidePrevention.HandleAsync", "ReviewEmergency.HandleAsync",
            ],
            steps.Where(step => step.GetParameters().Any(p => p.ParameterType == typeof(Caller.Staff)))
                .Select(step => $"{step.DeclaringType!.Name}.{step.Name}").Order());
        Assert.All(steps, step => Assert.DoesNotContain(step.GetParameters(), p => p.ParameterType == typeof(Caller)));
        Assert.Empty(typeof(SecondPerson).GetConstructors());
    }
}
