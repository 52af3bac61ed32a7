namespace DelningsNav.Demo.City;

/// <summary>The people that a visitor can sign in as, in the order of the tour.</summary>
internal static class DemoTour
{
    /// <summary>The people of a city that has been built.</summary>
    public static DemoPersons Of(DemoParties city, DemoFamilies families) => new(
    [
        Family("anna-lindqvist", families.Nora.Guardians[0],
            "Vårdnadshavare till Nora. Har ett samtycke att svara på, och kan se vem som har läst vad och varför.",
            "Nora's guardian. Has a consent to answer, and can see who has read what and why."),
        Family("erik-lindqvist", families.Nora.Guardians[1],
            "Noras andra vårdnadshavare. Har redan skrivit under och väntar på Anna.",
            "Nora's other guardian. Has signed already and waits for Anna."),
        Family("roger-nyberg", families.Liam.Guardians[1],
            "Spärrad vårdnadshavare. Ser inget om Liam, och inte heller att något är dolt.",
            "A blocked guardian. Sees nothing about Liam, nor that anything is hidden."),
        Family("amina-yusuf", families.Amina.Child,
            "Elev, 15 år. Skriver under själv, tillsammans med sina vårdnadshavare.",
            "A pupil of 15. Signs for herself, together with her guardians."),
        Staff("sara-lindstrom", city.Sara, "arbetsyta",
            "Skolsocionom i SST-team Järva. Har ärenden, ber skolan om uppgifter och ber familjer om samtycke.",
            "School social worker in the SST team of Järva. Has cases, asks the school for records and families for consent."),
        Staff("jonas-ekberg", city.Jonas, "arbetsyta",
            "Familjebehandlare i SST+-team Järva. Har ärenden i SST+, ett av dem med skyddade personuppgifter.",
            "Family therapist in the SST+ team of Järva. Has SST+ cases, one of them with a protected identity."),
        Staff("helena-astrom", city.Helena, "arbetsyta",
            "Rektor på Järvaskolan. Prövar begäranden som reglerna inte kan avgöra.",
            "Head teacher at Järvaskolan. Assesses requests that the rules cannot decide."),
        Staff("peter-wallgren", city.Peter, "arbetsyta",
            "Enhetschef i Järvas socialtjänst. Prövar vad skolan får se av socialtjänstens uppgifter.",
            "Head of unit at the social services of Järva. Assesses what the school may see of their records."),
        Staff("ingrid-falk", city.Ingrid, "registratur",
            "Registrator hos utbildningsnämnden. Söker i loggen och kontrollerar den.",
            "Registrar of the school board. Searches the log and verifies it."),
        Staff("torsten-back", city.Torsten, "registratur",
            "Registrator hos Järva stadsdelsnämnd. Ser sin egen nämnds del av loggen.",
            "Registrar of the district board of Järva. Sees its own board's part of the log."),
        Staff("maja-holmgren", city.Maja, "administration",
            "Systemägare hos utbildningsnämnden, som driver tjänsten. Tar emot nya regler, jämför och prövar dem, och bestämmer när de "
            + "gäller.",
            "System owner of the school board, which runs the service. Receives new rules, compares and tries them, and decides when "
            + "they apply."),
        Staff("hassan-aziz", city.Hassan, "administration",
            "Systemägare hos Järva stadsdelsnämnd. Registrerar att den egna nämnden har antagit reglerna.",
            "System owner of the district board of Järva. Registers that its own board has adopted the rules."),
        Family("sofia-nyberg", families.Liam.Guardians[0],
            "Liams andra vårdnadshavare. Har skrivit under ensam, eftersom den andra är spärrad.",
            "Liam's other guardian. Has signed alone, since the other one is blocked."),
        Family("samira-haddad", families.Elias.Guardians[0],
            "Vårdnadshavare till Elias. Föräldrarna har svarat olika, så inget lämnas ut.",
            "Elias's guardian. The parents have answered differently, so nothing is released."),
        Family("ulrika-holm", families.Oskar.Guardians[0],
            "Vårdnadshavare till Oskar. Har fått en fråga alldeles nyss.",
            "Oskar's guardian. Was asked just now."),
        Family("petra-lundgren", families.Saga.Guardians[0],
            "Vårdnadshavare till Saga. Har tagit tillbaka sitt samtycke.",
            "Saga's guardian. Has withdrawn her consent."),
        Family("viktor-sandberg", families.Viktor.Child,
            "Elev, 17 år. Fyller snart 18 och bestämmer sedan själv.",
            "A pupil of 17. Turns 18 before long, and decides alone from then on."),
        Staff("daniel-ortega", city.Daniel, "arbetsyta",
            "Kurator i elevhälsan. Ber socialtjänsten om uppgifter: samma väg åt andra hållet.",
            "Counsellor of the pupil health. Asks the social services for records: the same way in the other direction."),
        Staff("birgitta-skold", city.Birgitta, "arbetsyta",
            "Namngiven prövare för elever med skyddade personuppgifter.",
            "The named assessor for pupils with a protected identity."),
        Staff("miriam-tesfaye", city.Miriam, "arbetsyta",
            "Socialsekreterare i Järva. Är tilldelad ett ärende med skyddade personuppgifter, men ser det inte: ingen har gett henne "
            + "behörighet.",
            "Case worker of Järva. Is assigned to a case with a protected identity, and does not see it: nobody has cleared her."),
        Staff("gunilla-hedin", city.Gunilla, "arbetsyta",
            "Enhetschef på mottagningen i Järva. Kan ge Miriam behörighet till skyddade personuppgifter.",
            "Head of the reception of Järva. Can clear Miriam for protected identities."),
        Staff("farid-nazari", city.Farid, "arbetsyta",
            "Skolpsykolog i elevhälsan. Prövar en fråga om Liam, och kan bara säga nej.",
            "School psychologist of the pupil health. Assesses a question about Liam, and can only say no."),
        Staff("nadja-petrovic", city.Nadja, "arbetsyta",
            "Skolsocionom i SST-team Kungsholmen, som arbetar med en fristående skola.",
            "School social worker in the SST team of Kungsholmen, who works with an independent school."),
    ]);

    private static DemoPerson Family(string key, DemoResident person, string swedish, string english) =>
        new(key, person.Name, swedish, english, null, person.Id.Value, ["minsida"]);

    private static DemoPerson Staff(string key, DemoStaff staff, string area, string swedish, string english) =>
        new(key, staff.Name, swedish, english, staff.Id.Value, null, [area]);
}
