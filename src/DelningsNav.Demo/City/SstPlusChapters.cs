using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>The families that Järva supports in SST+, and the families of the independent school on Kungsholmen.</summary>
internal sealed class SstPlusChapters(
    DemoStory story, DemoTeller teller, DemoParties city, DemoFamilies families, DemoDocuments documents, DemoClients clients)
{
    private const string Hello =
        "Hej! SST+ är ett stöd som skolan och socialtjänsten ger tillsammans. För det behöver vi få visa varandra en del uppgifter.";

    /// <summary>Adds every chapter to the history.</summary>
    public void Tell()
    {
        Maja();
        Viktor();
        Tilde();
        BeforeTheStart();
        Closed();
        Kungsholmen();
    }

    // The pupil has one guardian. Records go both ways: the school's records to the team, and the team's plan to the pupil health.
    private void Maja()
    {
        var karin = families.Maja.Guardians[0];
        var matter = Matter(families.Maja)
            .Opened(78, Number(78, 61))
            .Moved(
                (77, CasePhase.Application), (73, CasePhase.Admission), (67, CasePhase.StartMeeting), (62, CasePhase.Survey),
                (48, CasePhase.Planning), (36, CasePhase.Implementation))
            .Assigned(66, city.Daniel)
            .Deposited(70, () => clients.SchoolSystem, documents.Absence(turn: 3))
            .Deposited(70, () => city.Anders.Caller, documents.Investigation())
            .Deposited(69, () => city.Lotta.Caller, documents.Health("specialpedagogiskt-underlag", "Specialpedagogens iakttagelser"))
            .Deposited(60, () => city.Miriam.Caller, documents.Social(
                "bistandsbeslut", "Beslut om bistånd", "Järva stadsdelsnämnd beviljar insatsen SST+ i tolv månader.",
                "Beslutet omprövas efter sex månader."))
            .Deposited(35, () => city.Jonas.Caller, documents.Social(
                "genomforandeplan", "Genomförandeplan", "Mål: Maja är i skolan fyra dagar i veckan till sommaren.",
                "Familjebehandlare möter familjen hemma varje vecka.",
                "Skolan ansvarar för en lugn start på dagen. Uppföljning var sjätte vecka."))
            .Deposited(31, () => city.Jonas.Caller, documents.Social(
                "sst-journal", "Journal SST+, sammandrag", "Hembesök. Mamma beskriver morgnarna som lugnare. Maja visade sitt schema."));
        matter.Asked(66, city.Jonas, Hello, "", 300,
                DemoTypes.At(city.Grundskola, "franvaro", "utredning-sarskilt-stod"),
                DemoTypes.At(city.Elevhalsa, "specialpedagogiskt-underlag"))
            .Signed(65, karin);
        matter.Requested(61, city.Jonas, city.Grundskola, "Kartläggning i SST+.", "franvaro", "utredning-sarskilt-stod")
            .Is<RecordAnswer.Released>(61)
            .Read(60);
        matter.Requested(61, city.Jonas, city.Elevhalsa, "Kartläggning i SST+.", "specialpedagogiskt-underlag")
            .Is<RecordAnswer.Released>(61)
            .Read(60);
        matter.Requested(
            44, city.Daniel, city.JarvaSocial, "Skolan behöver veta vad som är beslutat för att planera sin del.", "bistandsbeslut")
            .Is<RecordAnswer.Referred>(44)
            .Assessed(42, city.Peter, new Judgement
            {
                RecordType = RecordTypeCode.Parse("bistandsbeslut"),
                Outcome = AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read(
                    "Skolan är part i insatsen och familjen har själv berättat om beslutet. "
                    + "Det står klart att uppgiften kan lämnas utan men."),
            })
            .Is<RecordAnswer.Released>(42)
            .Read(41);
        matter.Asked(34, city.Daniel, "Elevhälsan vill läsa genomförandeplanen, så att skolan gör sin del av den.", "", 240,
                DemoTypes.At(city.JarvaSocial, "genomforandeplan"))
            .Signed(33, karin);
        matter.Requested(30, city.Daniel, city.JarvaSocial, "Skolans del av planen.", "genomforandeplan")
            .Is<RecordAnswer.Released>(30)
            .Read(29);
        matter.Requested(9, city.Daniel, city.JarvaSocial, "Hur hemmet har tagit emot stödet, inför nästa uppföljning.", "sst-journal")
            .Is<RecordAnswer.Referred>(9);
    }

    // The pupil is seventeen and soon eighteen. From that day on, the guardians' consent is not asked for.
    private void Viktor()
    {
        var (marie, per) = (families.Viktor.Guardians[0], families.Viktor.Guardians[1]);
        var matter = Matter(families.Viktor)
            .Opened(80, Number(80, 54))
            .Moved(
                (79, CasePhase.Application), (76, CasePhase.Admission), (72, CasePhase.StartMeeting), (68, CasePhase.Survey),
                (60, CasePhase.Planning), (52, CasePhase.Implementation), (11, CasePhase.FollowUp))
            .Deposited(70, () => clients.SchoolSystem, documents.Absence(turn: 4))
            .Deposited(70, () => city.Helena.Caller, documents.Grades());
        matter.Asked(69, city.Jonas, Hello, "", 300, DemoTypes.At(city.Grundskola, "franvaro", "betyg"))
            .Signed(68, families.Viktor.Child)
            .Signed(67, marie)
            .Signed(66, per);
        matter.Requested(64, city.Jonas, city.Grundskola, "Kartläggning i SST+.", "franvaro", "betyg")
            .Is<RecordAnswer.Released>(64)
            .Read(63);
    }

    // The pupil has a protected identity, and consent alone releases nothing. The assessor who is named in the routine has assessed one
    // request, and another request is pending. Miriam shares the case, and does not see it, because nobody has cleared her.
    private void Tilde()
    {
        var matter = Matter(families.Tilde)
            .Opened(53, Number(53, 66))
            .Assigned(52, city.Miriam)
            .Moved((52, CasePhase.Application), (49, CasePhase.Admission), (47, CasePhase.StartMeeting), (43, CasePhase.Survey))
            .Deposited(48, () => clients.SchoolSystem, documents.Absence())
            .Deposited(48, () => city.Helena.Caller, documents.Investigation());
        matter.Asked(
            46, city.Jonas, Hello, "Tilde vill inte byta skola igen.", 240,
            DemoTypes.At(city.Grundskola, "franvaro", "utredning-sarskilt-stod"))
            .Signed(45, families.Tilde.Guardians[0]);
        matter.Requested(40, city.Jonas, city.Grundskola, "Kartläggning i SST+.", "franvaro")
            .Is<RecordAnswer.Referred>(40)
            .Assessed(38, city.Birgitta, new Judgement
            {
                RecordType = RecordTypeCode.Parse("franvaro"),
                Outcome = AssessmentOutcome.ReleaseMasked,
                Reasoning = AssessRequest.Reasoning.Read(
                    "Rutinen för skyddade personuppgifter är följd. "
                    + "Siffrorna kan lämnas när allt som visar skola och vistelseort är borttaget."),
            })
            .Is<RecordAnswer.Released>(38)
            .Read(37);
        matter.Requested(4, city.Jonas, city.Grundskola, "Planeringen behöver utgå från skolans utredning.", "utredning-sarskilt-stod")
            .Is<RecordAnswer.Referred>(4);
    }

    // The phases before support begins, each with something that can go wrong.
    private void BeforeTheStart()
    {
        Matter(families.Theo).Opened(2, Number(2, 79));

        // The region has not adopted the rules. Even with consent, an assessor at the region must therefore assess the request.
        var leila = Matter(families.Leila)
            .Opened(20, Number(20, 74))
            .Moved((18, CasePhase.Application))
            .Deposited(
                17, () => city.Lena.Caller,
                documents.Other("bup-underlag", "Underlag från BUP", "BUP Järva", "Kontakt sedan i våras. Sammanfattning av tre samtal."));
        leila.Asked(16, city.Jonas, Hello, "Leila tycker att BUP gärna får berätta.", 240, DemoTypes.At(city.Bup, "bup-underlag"))
            .Signed(15, families.Leila.Guardians[1])
            .Signed(15, families.Leila.Guardians[0]);
        leila.Requested(14, city.Jonas, city.Bup, "Inför antagningsgruppen.", "bup-underlag").Is<RecordAnswer.Referred>(14);

        // An independent school releases only with consent, and nobody has been asked.
        Matter(families.Samir)
            .Opened(24, Number(24, 72))
            .Assigned(23, city.Daniel)
            .Moved((22, CasePhase.Application), (15, CasePhase.Admission))
            .Requested(7, city.Daniel, city.FriskolansElevhalsa, "Samir gick på friskolan förra året.", "fristaende-skolas-elevhalsa")
            .Is<RecordAnswer.Refused>(7);

        // Every signer has said yes, but the holder has not deposited the records.
        var elsa = Matter(families.Elsa)
            .Opened(33, Number(33, 69))
            .Moved((32, CasePhase.Application), (27, CasePhase.Admission), (10, CasePhase.StartMeeting));
        elsa.Asked(26, city.Jonas, Hello, "", 240, DemoTypes.At(city.Elevhalsa, "psykologiskt-underlag"))
            .Signed(25, families.Elsa.Guardians[0]);
        elsa.Requested(9, city.Jonas, city.Elevhalsa, "Inför uppstartsmötet.", "psykologiskt-underlag").Is<RecordAnswer.NothingHeld>(9);
    }

    private void Closed() =>
        Matter(families.Isak)
            .Opened(80, Number(80, 49))
            .Moved(
                (79, CasePhase.Application), (78, CasePhase.Admission), (76, CasePhase.StartMeeting), (73, CasePhase.Survey),
                (66, CasePhase.Planning), (59, CasePhase.Implementation), (31, CasePhase.FollowUp), (12, CasePhase.Closed));

    // The independent school is not an authority. Every release, in both directions, therefore rests on consent.
    private void Kungsholmen()
    {
        const string School = "Kungsholmens friskola";
        var astrid = new DemoMatter(story, teller, families.Astrid, CaseKind.SstPlus, city.SstKungsholmen, city.Nadja)
            .Opened(51, $"SST+K {story.Year(51)}/0017")
            .Moved(
                (50, CasePhase.Application), (46, CasePhase.Admission), (42, CasePhase.StartMeeting), (38, CasePhase.Survey),
                (15, CasePhase.Planning))
            .Deposited(40, () => city.Cecilia.Caller, documents.Absence(School, 2))
            .Deposited(40, () => city.Cecilia.Caller, documents.Investigation(School));
        astrid.Asked(
            39, city.Nadja, Hello, "Astrid vill läsa allt själv först.", 300,
            DemoTypes.At(city.Friskola, "franvaro", "utredning-sarskilt-stod"))
            .Signed(38, families.Astrid.Guardians[0])
            .Signed(37, families.Astrid.Guardians[1]);
        astrid.Requested(35, city.Nadja, city.Friskola, "Kartläggning i SST+.", "franvaro", "utredning-sarskilt-stod")
            .Is<RecordAnswer.Released>(35)
            .Read(34);

        var ebba = new DemoMatter(story, teller, families.Ebba, CaseKind.Sst, city.SstKungsholmen, city.Nadja)
            .Opened(58, $"SSTK {story.Year(58)}/0031")
            .Assigned(57, city.Mikael)
            .Moved((56, CasePhase.Enrolment), (50, CasePhase.Survey), (40, CasePhase.Planning), (26, CasePhase.Implementation))
            .Deposited(
                39, () => city.Nadja.Caller,
                documents.Social(
                    "handlingsplan", "Individuell handlingsplan", "Skolan möter Ebba vid grinden varje morgon.",
                    "Teamet träffar familjen varannan vecka."));
        ebba.Asked(
            38, city.Mikael, "Skolan vill läsa handlingsplanen för att göra sin del.", "", 240,
            DemoTypes.At(city.KungsholmenSocial, "handlingsplan"))
            .Signed(37, families.Ebba.Guardians[0]);
        ebba.Requested(36, city.Mikael, city.KungsholmenSocial, "Skolans del av planen.", "handlingsplan")
            .Is<RecordAnswer.Released>(36)
            .Read(35);
    }

    private DemoMatter Matter(DemoFamily family) => new(story, teller, family, CaseKind.SstPlus, city.SstPlusJarva, city.Jonas);

    private string Number(int daysAgo, int number) => $"SST+ {story.Year(daysAgo)}/{number:0000}";
}
