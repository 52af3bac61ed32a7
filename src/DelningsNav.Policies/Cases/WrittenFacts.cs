using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Policies.Cases;

/// <summary>Reads the facts of a case: the normal question, changed by a base and by the case itself. Every fault is named.</summary>
/// <remarks>A fact that was added after version 1.2.0 may be absent in the normal question, so that older sets can still be read.</remarks>
internal sealed class WrittenFacts
{
    /// <summary>The moment at which all cases are decided.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly JsonObject _facts;
    private readonly Action<string> _fault;

    private WrittenFacts(JsonObject facts, Action<string> fault) => (_facts, _fault) = (facts, fault);

    /// <summary>The facts, or null when they have a fault.</summary>
    public static ReleaseFacts? Read(JsonObject normal, IEnumerable<JsonObject> changes, Action<string> fault)
    {
        var faulty = false;
        void Note(string text)
        {
            faulty = true;
            fault(text);
        }

        var merged = normal.DeepClone().AsObject();
        foreach (var (name, value) in changes.SelectMany(change => change))
        {
            if (!merged.ContainsKey(name) && !RuleFact.Declared.Any(fact => fact.CaseName == name && fact.MayBeAbsent))
            {
                Note($"there is no fact `{name}`; the facts are {string.Join(", ", merged.Select(fact => $"`{fact.Key}`"))}");
            }
            else
            {
                merged[name] = value?.DeepClone();
            }
        }

        var facts = new WrittenFacts(merged, Note).ToFacts();
        return faulty ? null : facts;
    }

    private ReleaseFacts ToFacts()
    {
        var recipient = Party("recipient", Id(1));
        var holder = Party("holder", Id(2));
        var asker = Is("sameAuthority") ? recipient with { AuthorityId = holder.AuthorityId } : recipient;
        return RuleFact.Declared.Aggregate(ReleaseFacts.Open(Now, asker, holder, RecordType("record")), WithWritten) with
        {
            Marking = Word<SecurityMarking>("marking"),
            Consent = Consent(),
            Assessment = Text("assessment") is "none"
                ? null
                : new AssessmentFacts(Id(4), Word<AssessmentOutcome>("assessment"), Is("namedAssessor")),
            Emergency = _facts.ContainsKey("emergency") ? Emergency() : null,
            ClaimedGround = Text("claimedGround") is { Length: > 0 } claimed ? claimed : null,
        };
    }

    private ReleaseFacts WithWritten(ReleaseFacts facts, RuleFact fact)
    {
        if (!_facts.ContainsKey(fact.CaseName) && fact.ReadAbsent(facts) is { } before)
        {
            return before;
        }

        if (fact.Read(facts, JsonSerializer.SerializeToElement(_facts[fact.CaseName])) is { } read)
        {
            return read;
        }

        Wrong<object>(fact.CaseName, fact.Expected);
        return facts;
    }

    private ConsentFacts? Consent()
    {
        var given = new ConsentFacts(Id(3), 1, Now.AddMonths(6), SignerBlocked: false);
        var said = Text("consent");
        switch (said)
        {
            case "none":
                return null;
            case "given":
                return given;
            case "given-ends-in-a-millisecond":
                return given with { ValidUntil = Now.AddMilliseconds(1) };
            case "ends-now":
                return given with { ValidUntil = Now };
            case "signed-by-blocked":
                return given with { SignerBlocked = true };
            default:
                _fault(
                    $"no consent is called `{said}`; write `none`, `given`, `given-ends-in-a-millisecond`, `ends-now` or "
                    + "`signed-by-blocked`");
                return null;
        }
    }

    private EmergencyFacts? Emergency()
    {
        var declared = new EmergencyFacts(Id(5), Now.AddDays(1));
        var said = Text("emergency");
        switch (said)
        {
            case "none":
                return null;
            case "declared":
                return declared;
            case "declared-ends-in-a-millisecond":
                return declared with { UntilAt = Now.AddMilliseconds(1) };
            case "ends-now":
                return declared with { UntilAt = Now };
            default:
                _fault($"no emergency is called `{said}`; write `none`, `declared`, `declared-ends-in-a-millisecond` or `ends-now`");
                return null;
        }
    }

    private PartyFacts Party(string name, Guid authority)
    {
        var said = Text(name);
        if (said.Split('/') is [var kind, var branch])
        {
            return new PartyFacts(authority, Word<PartyKind>(name, kind), authority, Word<BranchKind>(name, branch));
        }

        _fault($"`{name}` is a kind of party and a branch, such as `municipal-school/pupil-health`, not `{said}`");
        return new PartyFacts(authority, default, authority, default);
    }

    private T Word<T>(string name)
        where T : struct, Enum => Word<T>(name, Text(name));

    private T Word<T>(string name, string said)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
        if (!known.TryGetValue(said, out var value))
        {
            _fault($"`{name}` is {string.Join(", ", known.Keys.Select(word => $"`{word}`"))}, not `{said}`");
        }

        return value;
    }

    private RecordTypeCode RecordType(string name)
    {
        var type = default(RecordTypeCode);
        if (Value<string>(name, JsonValueKind.String, "a text") is { } said && !RecordTypeCode.TryParse(said, out type))
        {
            _fault($"`{name}` is the code of a record type, lower-case words joined by hyphens, not `{said}`");
        }

        return type;
    }

    private string Text(string name) => Value<string>(name, JsonValueKind.String, "a text") ?? "";

    private bool Is(string name) => _facts[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Wrong<bool>(name, "true or false"),
    };

    private T? Value<T>(string name, JsonValueKind kind, string what) =>
        _facts[name] is JsonValue value && value.GetValueKind() == kind && value.TryGetValue<T>(out var read) ? read : Wrong<T>(name, what);

    private T? Wrong<T>(string name, string what)
    {
        _fault($"`{name}` must be {what}, not `{_facts[name]?.ToJsonString() ?? "null"}`");
        return default;
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
