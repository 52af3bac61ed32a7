using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>An expression of a policy, as it was written and ready to be evaluated.</summary>
/// <remarks>
/// The same tree is used to evaluate, explain and check policies. A node therefore contains what the author wrote: its place in the
/// source and its operands, in order. A long chain of one operator is one node and not a deep tree.
/// </remarks>
internal abstract class Expression(SourceSpan span, int depth)
{
    /// <summary>How deep the tree below a policy's condition may be. Evaluating one level takes at most about 200 bytes of stack.</summary>
    public const int MaxDepth = 600;

    public SourceSpan Span { get; } = span;

    public int Depth { get; } = depth;

    /// <summary>The value when it does not depend on the request; otherwise null.</summary>
    public virtual CedarValue? Constant => null;

    /// <summary>Returns the value, or null after noting the reason in <paramref name="evaluator"/>.</summary>
    public abstract CedarValue? Evaluate(Evaluator evaluator);

    protected static int Over(Expression inner) => inner.Depth + 1;

    protected static int Over(Expression left, Expression right) => Math.Max(left.Depth, right.Depth) + 1;

    protected static int Over(IEnumerable<Expression> inner) => inner.Select(e => e.Depth).DefaultIfEmpty(0).Max() + 1;
}
