using System.Collections.Immutable;
using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>Checks one policy against a schema.</summary>
internal sealed class PolicyValidator(CedarSchema schema, CedarPolicy policy)
{
    private readonly PolicyProblems _problems = new(policy);
    private readonly Shapes _shapes = new();

    /// <summary>
    /// 1. Every name must be in the schema, also in expressions that are never evaluated.
    /// 2. The scope must allow at least one kind of request.
    /// 3. The conditions must have types for each kind of request that the scope allows.
    /// 4. For at least one of them, the conditions must be able to be true.
    /// 5. No text and no name may be mistaken for another.
    /// 6. If a level is given, the policy must not need entities that are further away.
    /// </summary>
    /// <remarks>
    /// For a link whose template is checked too, only the first two are checked, because they do not follow from the template.
    /// </remarks>
    public List<ValidationProblem> Validate(bool withTemplate, int? level)
    {
        // 1. Names.
        CheckNames(policy.Body);
        var namesAreKnown = !_problems.Any;

        // 2. Scope.
        var requests = RequestsAllowed();
        if (requests.Count == 0 && namesAreKnown)
        {
            _problems.Add(
                Beginning, "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`");
        }

        if (withTemplate && policy.Link is not null)
        {
            return _problems.ToList();
        }

        // 3. Types.
        var canHold = false;
        foreach (var request in requests.TakeWhile(_ => !_problems.IsFull))
        {
            canHold |= CheckConditions(new TypeChecker(schema, request, _shapes, _problems)) is not false;
        }

        // 4. Purpose. It is not known for a policy with errors.
        if (!canHold && !_problems.Any)
        {
            _problems.Warn(Beginning, "the policy can never apply; its conditions are false for every request that its scope allows");
        }

        // 5. Texts.
        CheckTexts(policy.Body);

        // 6. Levels.
        if (level is { } given && !_problems.Any)
        {
            requests.ForEach(request => CheckLevel(request, given));
        }

        return _problems.ToList();
    }

    private SourceSpan Beginning => new(policy.Body.TextStart, policy.Body.TextStart);

    private List<RequestKind> RequestsAllowed() =>
        [.. schema.Actions.Values.Where(action => MayMatch(policy.Body.Scope.Action, action.Uid)).SelectMany(RequestsOf)];

    private static ScopeConstraint[] ConstraintsOf(Scope scope) => [scope.Principal, scope.Action, scope.Resource];

    private void CheckNames(PolicyBody body)
    {
        var names = new NameCheck(schema, _problems);
        foreach (var constraint in ConstraintsOf(body.Scope))
        {
            names.Check(constraint, constraint.Span ?? Beginning);
        }

        foreach (var condition in body.Conditions)
        {
            names.Check(condition.Body);
        }
    }

    private void CheckTexts(PolicyBody body)
    {
        var texts = new TextCheck(_problems);
        foreach (var constraint in ConstraintsOf(body.Scope))
        {
            texts.Check(constraint, constraint.Span ?? Beginning);
        }

        foreach (var condition in body.Conditions)
        {
            texts.Check(condition.Body);
        }
    }

    private IEnumerable<RequestKind> RequestsOf(ActionType action) =>
        from principal in action.Principals
        where MayMatch(policy.Body.Scope.Principal, principal)
        from resource in action.Resources
        where MayMatch(policy.Body.Scope.Resource, resource)
        select new RequestKind(action, principal, resource);

    private void CheckLevel(RequestKind request, int level)
    {
        var types = new Dictionary<Expression, SchemaType?>(ReferenceEqualityComparer.Instance);
        CheckConditions(new TypeChecker(schema, request, _shapes, _problems) { Types = types });
        var levels = new LevelCheck(schema, request, types, level, _problems);
        foreach (var constraint in ConstraintsOf(policy.Body.Scope))
        {
            levels.Check(constraint, constraint.Span ?? Beginning);
        }

        foreach (var condition in policy.Body.Conditions)
        {
            levels.Check(condition.Body);
        }
    }

    // The value that the conditions always have, or null when they can be true or false.
    private bool? CheckConditions(TypeChecker checker)
    {
        var (known, outcome) = (ImmutableHashSet<Capability>.Empty, (bool?)true);
        foreach (var condition in policy.Body.Conditions)
        {
            var found = checker.CheckTruth(condition.Body, known);
            var type = condition.IsUnless ? TypeChecker.Negate(found.Type) : found.Type;
            if (type is TruthType { Known: false })
            {
                return false;
            }

            // An `unless` does not make anything known, because it is false when the policy applies.
            known = condition.IsUnless ? known : known.Union(found.Known);
            outcome = type is TruthType { Known: true } ? outcome : null;
        }

        return outcome;
    }

    private bool MayMatch(ScopeConstraint constraint, EntityUid action) => constraint.Kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => constraint.Entities.Contains(action),
        ScopeKind.In => constraint.Entities.Any(uid => schema.IsIn(action, uid)),

        // The parser refuses `is` for the action.
        ScopeKind.Is or ScopeKind.IsIn => throw new UnreachableException(),
    };

    private bool MayMatch(ScopeConstraint constraint, string type)
    {
        // A slot can be filled with an entity of any type.
        var other = constraint.Entities is [var entity] ? entity.Type : type;
        return constraint.Kind switch
        {
            ScopeKind.Any => true,
            ScopeKind.Equal => other == type,
            ScopeKind.In => schema.MayBeIn(type, other),
            ScopeKind.Is => constraint.Type == type,
            ScopeKind.IsIn => constraint.Type == type && schema.MayBeIn(type, other),
        };
    }
}
