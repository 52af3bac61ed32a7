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
    /// 1. Every name must be in the schema, also where nothing is ever evaluated.
    /// 2. The scope must leave at least one kind of request.
    /// 3. The conditions must have types under each kind of request that the scope leaves.
    /// 4. Under at least one of them, the conditions must be able to hold.
    /// 5. No text and no name may pass for another.
    /// 6. If a level is given, no entity further away than that may be needed.
    /// </summary>
    /// <remarks>A link whose template is checked too is checked only for the first two, which its template does not show.</remarks>
    public List<ValidationProblem> Validate(bool withTemplate, int? level)
    {
        // 1. Names.
        CheckNames(policy.Body);
        var namesAreKnown = !_problems.Any;

        // 2. Scope.
        var requests = RequestsLeft();
        if (requests.Count == 0 && namesAreKnown)
        {
            _problems.Add(Beginning, "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`");
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

        // 4. Purpose. Of a policy with errors it cannot be told.
        if (!canHold && !_problems.Any)
        {
            _problems.Warn(Beginning, "the policy can never apply; its conditions are false for every request that its scope leaves");
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

    private List<RequestKind> RequestsLeft() =>
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

    // What the conditions surely come to, or null when they may come to either.
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

            // What an `unless` would have made known does not hold when it is false.
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
        // An entity that is left open may be of any type.
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
