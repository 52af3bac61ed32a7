using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>The families that the team of Järva supports in SST.</summary>
internal sealed class SstChapters(
    DemoStory story, DemoTeller teller, DemoParties city, DemoFamilies families, DemoDocuments documents, DemoClients clients)
{
    private const string Hello =
        "Hej! För att vi ska kunna stötta på bästa sätt behöver vi få veta vad skolan redan har sett och gjort. Hör av er om något är "
        + "oklart.";

    /// <summary>Adds every chapter to the history.</summary>
    public void Tell()
    {
        Nora();
        Liam();
        Amina();
        Elias();
        Asked();
        SaidYesOnce();
        AtTheEnd();
    }

    // The guardians have joint custody. Both have signed the first consent, and it is used. The second consent lacks the mother's answer.
    private void Nora()
    {
        var (anna, erik) = (families.Nora.Guardians[0], families.Nora.Guardians[1]);
        var matter = Matter(families.Nora)
            .Opened(62, Number(62, 412))
            .Assigned(60, city.Daniel)
            .Moved((57, CasePhase.Enrolment), (52, CasePhase.Survey))
            .Deposited(58, () => clients.SchoolSystem, documents.Absence())
            .Deposited(58, () => city.Helena.Caller, documents.Programme())
            .Deposited(58, () => city.Helena.Caller, documents.Investigation())
            .Deposited(57, () => city.Daniel.Caller, documents.Health("psykosocialt-underlag", "Kurators anteckningar i sammandrag"))
            .Deposited(57, () => city.Eva.Caller, documents.Medical())
            .Deposited(55, () => city.Helena.Caller, documents.Grades())
            .Deposited(55, () => city.Helena.Caller, documents.DevelopmentPlan());
        matter.Asked(56, city.Sara, Hello, "Nora vill att teamet får läsa, så att hon slipper berätta allt igen.", 300,
                DemoTypes.At(city.Grundskola, "franvaro", "utredning-sarskilt-stod"),
                DemoTypes.At(city.Elevhalsa, "psykosocialt-underlag"))
            .Signed(55, erik)
            .Signed(54, anna);
        matter.Requested(
            50, city.Sara, city.Grundskola, "Kartläggning inför planering av stödet.", "atgardsprogram-beslutat", "franvaro",
            "utredning-sarskilt-stod")
            .Is<RecordAnswer.Released>(50)
            .Read(49, "atgardsprogram-beslutat", "franvaro");
        matter.Requested(48, city.Sara, city.Elevhalsa, "Kartläggning: vad elevhälsan redan har prövat.", "psykosocialt-underlag")
            .Is<RecordAnswer.Released>(48)
            .Read(47);
        matter.Requested(
            20, city.Sara, city.Medicinsk, "Huvudvärken påverkar skoldagen; vi behöver veta vad skolsköterskan har följt upp.",
            "emi-journal")
            .Is<RecordAnswer.Referred>(20)
            .Assessed(18, city.Eva, new Judgement
            {
                RecordType = RecordTypeCode.Parse("emi-journal"),
                Outcome = AssessmentOutcome.ReleaseWithConditions,
                Reasoning = AssessRequest.Reasoning.Read(
                    "Det står klart att uppgifterna om huvudvärk och sömn kan lämnas utan men. Föräldrarna är informerade muntligt."),
                Conditions = AssessRequest.Conditions.Read(
                    "Uppgifterna får bara användas i planeringen av stödet och får inte föras in i andra akter."),
            })
            .Is<RecordAnswer.Released>(18)
            .Read(17);
        matter.Requested(6, city.Sara, city.Grundskola, "Måluppfyllelsen behövs för att planera studietakten.", "betyg")
            .Is<RecordAnswer.Referred>(6);
        matter.Asked(
                5, city.Sara, "Nu vill vi planera studietakten tillsammans med skolan. Då behöver vi se betyg och utvecklingsplan.",
                "Nora säger att det går bra.", 180,
                DemoTypes.At(city.Grundskola, "betyg", "iup"),
                DemoTypes.At(city.Medicinsk, "emi-journal"))
            .Signed(4, erik);
    }

    // The father is blocked. He is not asked and sees nothing, and the mother's consent alone is enough. What she has not consented to
    // is referred to the assessor, who can only refuse. To Sara it looks like any other pending question.
    private void Liam()
    {
        var (sofia, roger) = (families.Liam.Guardians[0], families.Liam.Guardians[1]);
        story.At(70, 10, 0, () => teller.BlockAsync(families.Liam.Child, roger, city.Miriam, $"JSDN {story.Year(70)}/0377", story.Day(70)));
        var matter = Matter(families.Liam)
            .Opened(68, Number(68, 398))
            .Moved((66, CasePhase.Enrolment), (55, CasePhase.Survey), (21, CasePhase.Planning))
            .Deposited(60, () => clients.SchoolSystem, documents.Absence(turn: 2))
            .Deposited(60, () => city.Anders.Caller, documents.Investigation());
        matter.Asked(64, city.Sara, Hello, "", 300, DemoTypes.At(city.Grundskola, "franvaro", "utredning-sarskilt-stod"))
            .Signed(63, sofia);
        matter.Requested(52, city.Sara, city.Grundskola, "Kartläggning inför planering.", "franvaro", "utredning-sarskilt-stod")
            .Is<RecordAnswer.Released>(52)
            .Read(51);
        matter.Requested(15, city.Sara, city.Elevhalsa, "Vad elevhälsan har prövat tidigare.", "psykosocialt-underlag")
            .Is<RecordAnswer.Referred>(15);
    }

    // The pupil is fifteen and signs together with the guardians. Only her answer is outstanding.
    private void Amina()
    {
        var (hodan, abdi) = (families.Amina.Guardians[0], families.Amina.Guardians[1]);
        var matter = Matter(families.Amina)
            .Opened(47, Number(47, 431))
            .Assigned(46, city.Daniel)
            .Moved((44, CasePhase.Enrolment), (36, CasePhase.Survey))
            .Deposited(45, () => clients.SchoolSystem, documents.Absence(turn: 3))
            .Deposited(45, () => city.Helena.Caller, documents.Programme())
            .Deposited(44, () => city.Farid.Caller, documents.Health("psykologiskt-underlag", "Skolpsykologens bedömning i sammandrag"))
            .Deposited(44, () => city.Daniel.Caller, documents.Health("psykosocialt-underlag", "Kurators anteckningar i sammandrag"))
            .Deposited(43, () => city.Helena.Caller, documents.Grades());
        matter.Asked(42, city.Sara, Hello, "", 250,
                DemoTypes.At(city.Elevhalsa, "psykologiskt-underlag", "psykosocialt-underlag"),
                DemoTypes.At(city.Grundskola, "franvaro"))
            .Signed(41, hodan)
            .Signed(40, families.Amina.Child)
            .Signed(39, abdi);
        matter.Requested(34, city.Sara, city.Elevhalsa, "Kartläggning.", "psykologiskt-underlag", "psykosocialt-underlag")
            .Is<RecordAnswer.Released>(34)
            .Read(33);
        matter.Requested(34, city.Sara, city.Grundskola, "Kartläggning.", "atgardsprogram-beslutat", "franvaro")
            .Is<RecordAnswer.Released>(34)
            .Read(32, "franvaro");
        matter.Asked(
                4, city.Sara, "Vi vill se betyg och skolans utredning av frånvaron, för att planera våren tillsammans med dig.", "", 180,
                DemoTypes.At(city.Grundskola, "betyg", "franvaroutredning"))
            .Signed(3, hodan)
            .Signed(2, abdi);
    }

    // The guardians disagree. The holder has also assessed the request, and has refused it in a decision that can be appealed.
    private void Elias()
    {
        var (samira, nabil) = (families.Elias.Guardians[0], families.Elias.Guardians[1]);
        var matter = Matter(families.Elias)
            .Opened(22, Number(22, 447))
            .Moved((16, CasePhase.Enrolment))
            .Deposited(19, () => clients.SchoolSystem, documents.Absence(turn: 1));
        matter.Asked(14, city.Sara, Hello, "", 180, DemoTypes.At(city.Grundskola, "franvaro", "extra-anpassningar"))
            .Signed(13, samira)
            .Declined(12, nabil);
        matter.Requested(10, city.Sara, city.Grundskola, "Omfattningen av frånvaron behövs för inskrivningen.", "franvaro")
            .Is<RecordAnswer.Referred>(10)
            .Assessed(8, city.Anders, new Judgement
            {
                RecordType = RecordTypeCode.Parse("franvaro"),
                Outcome = AssessmentOutcome.Refuse,
                Reasoning = AssessRequest.Reasoning.Read(
                    "Det finns särskild anledning att anta att eleven lider men om uppgifterna lämnas medan föräldrarna är oense."),
                RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read($"UBN {story.Year(8)}/0642"),
            })
            .Is<RecordAnswer.Refused>(8);
    }

    // One family is new, one was asked some minutes ago, and one has said no. In the last family, a guardian has also blocked the
    // records. The block applies whatever is signed later.
    private void Asked()
    {
        story.At(15, 19, 40, () => teller.CloseAsync(
            families.Hugo.Child, families.Hugo.Guardians[0],
            new BlockScope(RecordTypeCode.Parse("psykosocialt-underlag"), null, city.JarvaSocial)));
        Matter(families.Wilma).Opened(1, Number(1, 461));
        Matter(families.Oskar)
            .Opened(9, Number(9, 455))
            .Moved((6, CasePhase.Enrolment))
            .Deposited(5, () => clients.SchoolSystem, documents.Absence(turn: 4))
            .AskedJustNow(25, city.Sara, Hello, "Oskar tycker att det är bra om skolan och teamet vet samma saker.",
                DemoTypes.At(city.Grundskola, "franvaro", "extra-anpassningar"),
                DemoTypes.At(city.Elevhalsa, "specialpedagogiskt-underlag"));
        Matter(families.Hugo)
            .Opened(26, Number(26, 444))
            .Moved((23, CasePhase.Enrolment))
            .Asked(19, city.Sara, Hello, "Hugo vet inte riktigt.", 180, DemoTypes.At(city.Elevhalsa, "psykosocialt-underlag"))
            .Declined(18, families.Hugo.Guardians[0])
            .Declined(17, families.Hugo.Guardians[1]);
    }

    // One consent was withdrawn after use, and its record was opened again in an emergency whose review is pending. Another consent has
    // expired. The records that were read before are still listed.
    private void SaidYesOnce()
    {
        var saga = Matter(families.Saga)
            .Opened(50, Number(50, 426))
            .Moved((48, CasePhase.Enrolment), (41, CasePhase.Survey))
            .Deposited(47, () => clients.SchoolSystem, documents.Absence(turn: 5))
            .Deposited(47, () => city.Helena.Caller, documents.Investigation());
        saga.Asked(
            46, city.Sara, Hello, "Saga vill vara med på mötena.", 200,
            DemoTypes.At(city.Grundskola, "franvaro", "utredning-sarskilt-stod"))
            .Signed(45, families.Saga.Guardians[1])
            .Signed(44, families.Saga.Guardians[0])
            .Withdrawn(12, families.Saga.Guardians[0])
            .Acknowledged(11, city.Sara);
        saga.Requested(40, city.Sara, city.Grundskola, "Kartläggning.", "franvaro", "utredning-sarskilt-stod")
            .Is<RecordAnswer.Released>(40)
            .Read(39)
            .Read(11, "franvaro");
        saga.Requested(3, city.Sara, city.Grundskola, "Saga har börjat stanna hemma igen.", "franvaro")
            .Is<RecordAnswer.Referred>(3)
            .OpenedInEmergency(2, "Saga kom inte hem i går kväll, och polisen söker henne. Vi behöver veta när hon senast var i skolan.")
            .Is<RecordAnswer.Released>(2)
            .Read(2);

        var alva = Matter(families.Alva)
            .Opened(79, Number(79, 371))
            .Moved((77, CasePhase.Enrolment), (70, CasePhase.Survey))
            .Deposited(76, () => clients.SchoolSystem, documents.Absence(turn: 1))
            .Deposited(76, () => city.Lotta.Caller, documents.Health("specialpedagogiskt-underlag", "Specialpedagogens iakttagelser"));
        alva.Asked(75, city.Sara, Hello, "", 55,
                DemoTypes.At(city.Elevhalsa, "specialpedagogiskt-underlag"),
                DemoTypes.At(city.Grundskola, "franvaro"))
            .Signed(74, families.Alva.Guardians[0]);
        alva.Requested(60, city.Sara, city.Elevhalsa, "Kartläggning.", "specialpedagogiskt-underlag")
            .Is<RecordAnswer.Released>(60)
            .Read(59);
        alva.Requested(3, city.Sara, city.Grundskola, "Uppdaterad frånvaro inför nästa möte.", "franvaro").Is<RecordAnswer.Referred>(3);
    }

    // Cases in follow-up, in the phase that upholds the change, and closed.
    private void AtTheEnd()
    {
        var melvin = Matter(families.Melvin)
            .Opened(80, Number(80, 352))
            .Moved(
                (78, CasePhase.Enrolment), (72, CasePhase.Survey), (60, CasePhase.Planning), (50, CasePhase.Implementation),
                (8, CasePhase.FollowUp))
            .Deposited(76, () => city.Helena.Caller, documents.UnmaskedReport())
            .Deposited(76, () => city.Helena.Caller, documents.MarkedInvestigation(city.Helena.Name));
        melvin.Asked(75, city.Sara, Hello, "Melvin vill att det här tas på allvar.", 300,
                DemoTypes.At(city.Grundskola, "krankningsanmalan", "franvaroutredning"))
            .Signed(74, families.Melvin.Guardians[0]);
        melvin.Requested(71, city.Sara, city.Grundskola, "Kartläggning.", "krankningsanmalan").Is<RecordAnswer.Released>(71).Read(70);
        melvin.Requested(7, city.Sara, city.Grundskola, "Inför uppföljningen.", "franvaroutredning").Is<RecordAnswer.Referred>(7);

        Freja();

        var noel = Matter(families.Noel)
            .Opened(79, Number(79, 360))
            .Moved(
                (78, CasePhase.Enrolment), (74, CasePhase.Survey), (65, CasePhase.Planning), (56, CasePhase.Implementation),
                (28, CasePhase.FollowUp), (19, CasePhase.Closed))
            .Deposited(77, () => clients.SchoolSystem, documents.Absence(turn: 2));
        noel.Asked(77, city.Sara, Hello, "Noel vill ha hjälp.", 300, DemoTypes.At(city.Grundskola, "franvaro"))
            .Signed(76, families.Noel.Guardians[0]);
        noel.Requested(73, city.Sara, city.Grundskola, "Kartläggning.", "franvaro").Is<RecordAnswer.Released>(73).Read(72).Read(16);
    }

    // A wider consent superseded the first, one consent was registered in error, and the active consent lapsed
    // when one guardian's custody ended.
    private void Freja()
    {
        var (asa, jan) = (families.Freja.Guardians[0], families.Freja.Guardians[1]);
        var matter = Matter(families.Freja)
            .Opened(80, Number(80, 349))
            .Moved(
                (79, CasePhase.Enrolment), (75, CasePhase.Survey), (66, CasePhase.Planning), (58, CasePhase.Implementation),
                (30, CasePhase.FollowUp), (13, CasePhase.Maintenance))
            .Deposited(77, () => clients.SchoolSystem, documents.Absence(turn: 3));
        matter.Asked(76, city.Sara, Hello, "Freja vill att det går fort.", 30, DemoTypes.At(city.Grundskola, "franvaro"))
            .Signed(75, asa)
            .Signed(74, jan);
        matter.Asked(
            65, city.Sara, "Samtycket går snart ut, och nu behöver vi se betygen också.", "Freja säger att det är okej.", 300,
            DemoTypes.At(city.Grundskola, "franvaro", "betyg"))
            .Signed(64, asa)
            .Signed(63, jan);
        matter.Asked(40, city.Sara, Hello, "Freja har inte tillfrågats än.", 180, DemoTypes.At(city.Medicinsk, "emi-journal"))
            .FoundInError(39, city.Sara, "Frågan gällde en annan elev i samma team.");
        story.At(10, 8, 0, () => teller.EndCustodyAsync(families.Freja.Child, jan, story.Day(10)));
    }

    private DemoMatter Matter(DemoFamily family) => new(story, teller, family, CaseKind.Sst, city.SstJarva, city.Sara);

    private string Number(int daysAgo, int number) => $"SST {story.Year(daysAgo)}/{number:0000}";
}
