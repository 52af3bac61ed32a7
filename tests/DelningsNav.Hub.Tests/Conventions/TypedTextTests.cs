using System.Reflection;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// Text that people type enters the domain as <see cref="FreeText"/>. Every other text that a use case accepts
/// is listed here with its reason.
/// </summary>
public sealed class TypedTextTests
{
    private static readonly (string Reason, string[] Texts)[] OtherTexts =
    [
        ("a code or a version that is looked up; an unknown one is refused",
        [
            "ActivatePolicySet.version", "AdoptPolicySet.version", "AnswerConsent.language", "AnswerToRecord.Language",
            "ConsentTexts.language", "ConsentToRecord.language", "EmailToSend.Language", "FamilyConsentDetails.language",
            "FindClientKey.keyId", "NoteKeyUse.keyId", "InformationAsk.ClaimedGround", "ManageEmailLink.language", "ReadAdoptions.version",
            "RecordDeposit.MediaType", "RecordDeposit.Redactions", "RetirePolicySet.version",
        ]),
        ("compared with what is stored, and never stored itself",
        [
            "AnswerConsent.shownHash", "AnswerToRecord.TextHash", "DenialAsk.Tokens", "ManageEmailLink.typed", "LogFilter.CaseNumber",
            "LogFilter.Kinds", "LogFilter.Verdict",
        ]),
        ("made by the hub itself",
        [
            "Actor.Kind", "Actor.Name", "Actor.Role", "Actor.Unit", "Consent.FrozenRule", "ConsentReceipts.howToWithdraw",
            "StoredAnswer.Location", "RetentionPromiseText.English", "RetentionPromiseText.Swedish", "NewEntry.Fields", "NewEntry.Kind",
            "NewEntry.Verdict", "NoteRefusedOpening.place", "ReplayAnswer.Reasons", "ReplayAnswer.Verdict", "ReplayChange.PolicySet",
            "ReplayReport.Changes", "SessionTrail.way",
        ]),
        ("keys and their statements, made by the operator's command",
        [
            "HubSigningKey.PrivateKey", "HubSigningKey.Statement",
        ]),
        ("sealed, and returned only to the person who typed it: a draft is not parsed before it is sent",
        [
            "FormDrafts.address", "FormDrafts.fields", "FormDrafts.page",
        ]),
        ("a session: its secret is hashed and compared, and the rest is made by the sign-in and the pages",
        [
            "NewSession.Browser", "NewSession.Content", "NewSession.Way", "PersonSessions.before", "PersonSessions.secret",
        ]),
        ("stored only to recognise the same signed call again",
        [
            "Nonces.keyId", "Nonces.nonce",
        ]),
        ("passed on by set-up code that no page and no call reaches",
        [
            "MaintainCases.caseNumber", "MaintainParties.area", "MaintainParties.keyId", "MaintainParties.name",
            "MaintainParties.organisationsnummer",
            "MaintainParties.publicKeyPem", "MaintainRegister.caseNumber", "MaintainRegister.familyName", "MaintainRegister.givenName",
            "MaintainRegister.reason",
        ]),
    ];

    [Fact]
    public void Every_text_that_a_use_case_accepts_is_a_free_text_or_is_listed_here_with_its_reason()
    {
        var found = UseCases().SelectMany(Methods).SelectMany(Texts).Distinct().Order(StringComparer.Ordinal).ToList();

        var others = OtherTexts.SelectMany(other => other.Texts).ToList();
        Assert.Empty(found.Except(others));
        Assert.Empty(others.Except(found));
    }

    [Fact]
    public void No_page_and_no_call_reaches_the_set_up_of_parties_cases_and_the_register()
    {
        var reaching = Sources.CSharp("src/DelningsNav.Web")
            .Where(file => file.Has(@"\b(MaintainRegister|MaintainParties|MaintainCases)\b"));

        Assert.Empty(reaching.Select(file => file.Path));
    }

    [Fact]
    public void Only_a_field_makes_a_free_text() =>
        Assert.All(
            typeof(FreeText).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            constructor => Assert.Equal(typeof(TextField), constructor.GetParameters()[0].ParameterType));

    [Fact]
    public void The_domain_makes_free_text_only_of_texts_of_its_own()
    {
        var readers = Sources.CSharp("src/DelningsNav.Hub")
            .Where(file => file.Has(@"\.Read\(""|DecisionNumber\.Field\.Read\("))
            .Select(file => Path.GetFileName(file.Path));

        Assert.Equal(["FindPersonForSearch.cs", "HolderBlocks.cs", "ShippedPolicySet.cs"], readers.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Type> UseCases() =>
        typeof(HubServices).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && Methods(type).Any());

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Task)
                || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)));

    private static IEnumerable<string> Texts(MethodInfo method) =>
        method.GetParameters()
            .SelectMany(parameter => Texts(parameter.ParameterType, $"{method.DeclaringType!.Name}.{parameter.Name}", []));

    private static IEnumerable<string> Texts(Type type, string at, HashSet<Type> seen)
    {
        if (type == typeof(string))
        {
            return [at];
        }

        if (type.IsGenericType)
        {
            return type.GetGenericArguments().SelectMany(argument => Texts(argument, at, seen));
        }

        return type.Assembly != typeof(HubServices).Assembly || type == typeof(FreeText) || type.IsEnum || !seen.Add(type)
            ? []
            : type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanWrite)
                .SelectMany(property => Texts(property.PropertyType, $"{type.Name}.{property.Name}", seen));
    }
}
