using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>A new state or outcome fails the build or these tests at every switch that does not decide what it means (ADR 0005).</summary>
public class ClosedSetsTests
{
    private const string Never = "_ => throw new UnreachableException() };";

    private const string Sets = """
        using System;
        using System.Diagnostics;
        enum State { Asked, Given, Ended }
        [Flags] enum Rights { None = 0, Read = 1, Write = 2 }
        abstract record Outcome
        {
            private Outcome() { }
            public sealed record Sent(int Count) : Outcome;
            public abstract record Refused : Outcome
            {
                public sealed record Late : Refused;
                public sealed record Early : Refused;
            }
        }
        abstract record Open { public sealed record One : Open; }

        """;

    [Fact]
    public void No_switch_treats_a_new_member_or_case_as_an_old_one()
    {
        var faults = Compiled.Projects().SelectMany(ClosedSets.FaultsIn).ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_member_left_out_of_a_switch_expression_does_not_compile()
    {
        var settings = File.ReadAllLines(Path.Combine(Sources.Root, ".editorconfig"));

        Assert.Contains("dotnet_diagnostic.CS8509.severity = error", settings);
    }

    [Theory]
    [InlineData("int F(State s) => s switch { State.Asked => 1, _ => 2 };")]
    [InlineData("int F(State s) => s switch { State.Asked => 1, var other => (int)other };")]
    [InlineData("int F(State s) => s switch { State.Asked => 1, { } => 2 };")]
    [InlineData("int F(State? s) => s switch { null => 0, State.Asked => 1, _ => 2 };")]
    [InlineData("int F(State s) => s switch { State.Asked => 1, _ => throw new UnreachableException() };")]
    [InlineData("int F(State s) { switch (s) { case State.Asked: return 1; default: return 2; } }")]
    public void A_discard_over_an_enum_is_found(string method)
    {
        Assert.Equal(["Alone.cs: a discard over State hides its next member: name the members"], FaultsOf(method));
    }

    [Theory]
    [InlineData("int F(State s) { switch (s) { case State.Asked: case State.Given: return 2; } return 3; }", "State is not named: Ended")]
    [InlineData(
        "int F(Outcome o) => o switch { Outcome.Sent => 1, _ => throw new UnreachableException() };",
        "Outcome is not named: Late, Early")]
    [InlineData(
        "int F(Outcome o) => o switch { Outcome.Refused => 1, Outcome.Sent when 1 > 2 => 2, _ => throw new UnreachableException() };",
        "Outcome is not named: Sent")]
    [InlineData(
        "int F(Outcome o) { switch (o) { case Outcome.Sent: case Outcome.Refused.Late: return 2; default: throw new Exception(); } }",
        "Outcome is not named: Early")]
    [InlineData("int F(Outcome o) { switch (o) { case Outcome.Sent: return 1; } return 2; }", "Outcome is not named: Late, Early")]
    public void A_member_or_case_that_a_switch_does_not_name_is_found(string method, string fault)
    {
        Assert.Equal([$"Alone.cs: of {fault}"], FaultsOf(method));
    }

    [Theory]
    [InlineData("int F(Outcome o) => o switch { Outcome.Sent => 1, Outcome.Refused => 2, _ => 3 };")]
    [InlineData("int F(Outcome o) => o switch { Outcome.Sent => 1, Outcome.Refused => 2, _ => throw new Exception() };")]
    [InlineData("int F(Outcome o) { switch (o) { case Outcome.Sent: return 1; case Outcome.Refused: return 2; default: return 3; } }")]
    public void A_switch_over_a_closed_record_that_does_not_throw_on_the_impossible_case_is_found(string method)
    {
        Assert.Equal(["Alone.cs: a value that is no case of Outcome does not throw an UnreachableException"], FaultsOf(method));
    }

    [Theory]
    [InlineData("State F() => (State)(-1);", "-1 is made a State")]
    [InlineData("State F() => (State)7;", "7 is made a State")]
    public void A_value_used_for_unreadable_input_is_found(string method, string fault)
    {
        Assert.Equal([$"Alone.cs: {fault}: name a member, or make unreadable input a fault"], FaultsOf(method));
    }

    [Theory]
    [InlineData("int F(State s) => s switch { State.Asked => 1, State.Given or State.Ended => 2 };")]
    [InlineData("int F(State s, bool late) => s switch { _ when late => 0, State.Asked => 1, State.Given or State.Ended => 2 };")]
    [InlineData("int F(State s) { switch (s) { case State.Asked: return 1; case State.Given: case State.Ended: return 2; } return 3; }")]
    [InlineData("int F(Outcome o) => o switch { Outcome.Sent { Count: 1 } => 1, Outcome.Sent => 2, Outcome.Refused => 3, " + Never)]
    [InlineData("int F(Outcome o) => o switch { Outcome.Sent or Outcome.Refused.Late => 2, Outcome.Refused.Early => 3, " + Never)]
    [InlineData("int F(DayOfWeek day) => day switch { DayOfWeek.Monday => 1, _ => 2 };")]
    [InlineData("int F(Open o) => o switch { Open.One => 1, _ => 2 };")]
    [InlineData("int F(int n) => n switch { 1 => 1, _ => 2 };")]
    [InlineData("State F(int n) => (State)n;")]
    [InlineData("int F() => (int)State.Asked;")]
    [InlineData("Rights F() => (Rights)3;")]
    public void A_switch_over_an_open_set_or_with_every_case_named_passes(string method)
    {
        Assert.Empty(FaultsOf(method));
    }

    [Fact]
    public void An_expression_without_a_known_type_is_found()
    {
        var compiled = Compiled.Alone($"{Sets}class Under {{ int F() => Generated.Now switch {{ State.Asked => 1, _ => 2 }}; }}");

        Assert.Equal(["Alone.cs: the type of `Generated.Now` is not known here, so its members are not either"], Faults(compiled));
    }

    [Fact]
    public void A_call_with_an_argument_from_generated_code_is_checked()
    {
        var compiled = Compiled.Alone(
            $"{Sets}class Under {{ State Of(int n) => default; int F() => Of(Generated.Now) switch {{ State.Asked => 1, _ => 2 }}; }}");

        Assert.Equal(["Alone.cs: a discard over State hides its next member: name the members"], Faults(compiled));
    }

    private static IEnumerable<string> FaultsOf(string method)
    {
        var compiled = Compiled.Alone($"{Sets}class Under {{ {method} }}");

        Assert.DoesNotContain(compiled.GetDiagnostics(), diagnostic => diagnostic.Severity is DiagnosticSeverity.Error);
        return Faults(compiled);
    }

    private static IEnumerable<string> Faults(Compilation compiled) =>
        ClosedSets.FaultsIn(compiled).Select(fault => Regex.Replace(fault, @":\d+:", ":"));
}
