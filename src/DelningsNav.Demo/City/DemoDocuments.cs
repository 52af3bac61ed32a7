using System.Text;
using DelningsNav.Hub.Records;

namespace DelningsNav.Demo.City;

/// <summary>The kinds of documents in the demo city. They are small but real PDF, JSON and text files.</summary>
internal sealed class DemoDocuments(DemoStory story)
{
    private const string MunicipalSchool = "Järvaskolan";

    private DateOnly From => story.Day(170);

    private DateOnly To => story.Day(81);

    /// <summary>Absence in its structured form.</summary>
    public DemoDocument Absence(string school = MunicipalSchool, int turn = 0) => new()
    {
        Type = "franvaro",
        Title = "Frånvaro per månad",
        Reference = "franvaro",
        From = From,
        To = To,
        MediaType = "application/json",
        Content = _ => DemoAbsence.Write(school, From, To, turn),
    };

    /// <summary>The decided programme of special support, with masked contact details.</summary>
    public DemoDocument Programme() => Pdf(
        "atgardsprogram-beslutat", "Åtgärdsprogram, beslut", "atgardsprogram",
        f => $"{MunicipalSchool}, beslut av rektor",
        f => [
            $"Gäller: {f.Child.Name}. Adress och telefon: maskerade.",
            "Beslut: Eleven får särskilt stöd i form av enskild undervisning tre tillfällen i veckan och en anpassad studiegång under "
            + "terminen.",
            "Stödet följs upp varje månad av mentor och specialpedagog tillsammans med eleven och hemmet.",
            "Beslutet kan överklagas till Skolväsendets överklagandenämnd.",
        ],
        "mask-contact-details", "mask-protected-contact-details");

    /// <summary>The investigation of the need for special support.</summary>
    public DemoDocument Investigation(string school = MunicipalSchool) => Pdf(
        "utredning-sarskilt-stod", "Pedagogisk utredning", "utredning",
        f => $"{school}, utredning av behov av särskilt stöd",
        f => [
            $"Gäller: {f.Child.Name}.",
            "Kartläggning: Eleven klarar kunskapskraven i svenska och engelska men har missat stora delar av matematiken under terminen.",
            "Det som fungerar: små grupper, tydlig start på lektionen och en fast plats. Det som är svårt: raster, byte av lokal och "
            + "vikarier.",
            "Bedömning: Eleven har behov av särskilt stöd. Skolan föreslår ett åtgärdsprogram.",
        ]);

    /// <summary>Material from a counsellor or others in pupil health, as text.</summary>
    public DemoDocument Health(string type, string title) => new()
    {
        Type = type,
        Title = title,
        Reference = type,
        From = From,
        To = To,
        MediaType = "text/plain",
        Content = f => Encoding.UTF8.GetBytes(
            $"{title}\n\n{f.Child.GivenName} berättar om oro på morgnarna och ont i magen före skoldagar. Sover dåligt sedan i våras.\n"
            + "Vill komma tillbaka till klassen men vet inte hur. Har en vän i parallellklassen och tycker om bild och idrott.\n\n"
            + "Plan: enskilda samtal varje vecka, gemensamt möte med hemmet om två veckor.\n"),
    };

    /// <summary>The school nurse's record.</summary>
    public DemoDocument Medical() => Pdf(
        "emi-journal", "Journalutdrag, skolsköterska", "journal",
        f => "Elevhälsans medicinska insats, Järvaskolan",
        f => [
            $"Patient: {f.Child.Name}.",
            "Hälsosamtal i årskurs 7. Huvudvärk två till tre gånger i veckan, oregelbunden sömn. Syn och hörsel utan anmärkning.",
            "Remiss till vårdcentral erbjuden. Uppföljning med skolsköterska en gång i månaden.",
        ]);

    /// <summary>Grades.</summary>
    public DemoDocument Grades() => Pdf(
        "betyg", "Betyg och måluppfyllelse", "betyg",
        f => $"{MunicipalSchool}, terminens slut",
        f => [$"Elev: {f.Child.Name}.", "Svenska D. Engelska C. Bild B. Idrott och hälsa C. Matematik: underlag saknas. NO och SO: E."]);

    /// <summary>The individual development plan.</summary>
    public DemoDocument DevelopmentPlan() => Pdf(
        "iup", "Individuell utvecklingsplan", "iup",
        f => $"{MunicipalSchool}, utvecklingssamtal",
        f =>
        [
            $"Elev: {f.Child.Name}.",
            "Mål: vara på plats tre förmiddagar i veckan och arbeta i mindre grupp i matematik.",
            "Eleven önskar få börja dagen i biblioteket.",
        ]);

    /// <summary>A report of degrading treatment that the school has not masked.</summary>
    public DemoDocument UnmaskedReport() => Pdf(
        "krankningsanmalan", "Anmälan om kränkande behandling", "krankning",
        f => $"{MunicipalSchool}, anmälan till huvudmannen",
        f => [$"Berörd elev: {f.Child.Name}.", "Händelser på rasten under två veckor. Tre namngivna elever är inblandade."]);

    /// <summary>An absence investigation that mentions others and is marked as secret.</summary>
    public DemoDocument MarkedInvestigation(string markedBy) => Pdf(
        "franvaroutredning", "Utredning om frånvaro", "franvaroutredning",
        f => $"{MunicipalSchool}, utredning enligt skollagen 7 kap. 19 a §",
        f => [$"Gäller: {f.Child.Name}.", "Frånvaron ökade efter sportlovet. Ett syskon och två klasskamrater nämns i utredningen."])
        with
    {
        MentionsOthers = ["sibling", "other-pupil"],
        Marking = new DepositedMarking(
            DepositedMarking.ProvisionField.Read("OSL 23 kap. 2 §"), To, DepositedMarking.MarkedByField.Read(markedBy)),
    };

    /// <summary>A document of the social services.</summary>
    public DemoDocument Social(string type, string title, params string[] paragraphs) => Pdf(
        type, title, type, f => "Socialtjänsten", f => [$"Gäller: {f.Child.Name}.", .. paragraphs], "mask-reporter");

    /// <summary>A document of the independent school or of health care.</summary>
    public DemoDocument Other(string type, string title, string holder, params string[] paragraphs) => Pdf(
        type, title, type, f => holder, f => [$"Gäller: {f.Child.Name}.", .. paragraphs]);

    private DemoDocument Pdf(
        string type, string title, string reference, Func<DemoFamily, string> under, Func<DemoFamily, string[]> paragraphs,
        params string[] redactions) => new()
        {
            Type = type,
            Title = title,
            Reference = reference,
            From = From,
            To = To,
            MediaType = "application/pdf",
            Content = f => DemoPdf.Write(title, $"{under(f)}. {To:yyyy-MM-dd}. Påhittat exempel.", paragraphs(f)),
            Redactions = redactions,
        };
}
