using System.Xml.Linq;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Tests.Languages;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>The pages find texts by the names of states, so a new state needs its texts.</summary>
public sealed class ArbetsytaTextsTests
{
    private static readonly HashSet<string> Keys = [.. XDocument
        .Parse(WebSources.ReadTexts("ArbetsytaTexts.sv.resx")).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    [Fact]
    public void Every_state_of_a_consent_has_a_name_and_says_since_when()
    {
        var states = Enum.GetNames<SeenConsentState>();

        Assert.All(states, state => Assert.Contains($"Standing_{state}", Keys));
        Assert.All(states, state => Assert.Contains($"StandingSince_{state}", Keys));
    }

    [Fact]
    public void Every_state_of_what_was_asked_for_has_a_name_and_says_why()
    {
        var states = Enum.GetNames<SurveyState>();

        Assert.All(states, state => Assert.Contains($"State_{state}", Keys));
        Assert.All(states, state => Assert.Contains($"Why_{state}", Keys));
    }
}
