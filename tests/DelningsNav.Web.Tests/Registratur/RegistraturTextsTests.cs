using System.Xml.Linq;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Tests.Languages;

namespace DelningsNav.Web.Tests.Registratur;

/// <summary>The pages find texts by the codes of the log, so a new code needs its texts.</summary>
public sealed class RegistraturTextsTests
{
    private static readonly HashSet<string> Keys = [.. XDocument
        .Parse(WebSources.ReadTexts("RegistraturTexts.sv.resx")).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    [Fact]
    public void Every_kind_of_entry_has_a_name()
    {
        Assert.All(EntryKinds.All, kind => Assert.Contains($"Kind-{kind}", Keys));
    }

    [Fact]
    public void Every_state_of_a_consent_has_words()
    {
        Assert.All(Enum.GetNames<ConsentState>(), state => Assert.Contains($"ConsentState-{state}", Keys));
    }

    [Fact]
    public void Every_part_of_a_rule_state_of_a_payload_and_fault_has_words()
    {
        Assert.All(Enum.GetNames<RulePart>(), part => Assert.Contains($"Part-{part}", Keys));
        Assert.All(Enum.GetNames<PayloadState>(), state => Assert.Contains($"State-{state}", Keys));
        Assert.All(Enum.GetNames<LogFaultKind>(), fault => Assert.Contains($"Fault-{fault}", Keys));
    }
}
