using DelningsNav.Cedar.Extensions;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary><c>ip("10.0.0.0/8")</c> or <c>a.isInRange(b)</c>, called only once if no part of it depends on the request.</summary>
internal sealed class ExtensionCall(SourceSpan span, ExtensionFunction function, Expression[] arguments)
    : Expression(span, Over(arguments))
{
    public ExtensionFunction Function { get; } = function;

    public Expression[] Arguments { get; } = arguments;

    // A constant call that fails is not replaced by a value. It therefore fails when, and only when, it is evaluated.
    public override CedarValue? Constant { get; } = arguments.All(a => a.Constant is not null)
        ? function.Call([.. arguments.Select(a => a.Constant!)], new Failure())
        : null;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        var values = new CedarValue[Arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Arguments[i].Evaluate(evaluator) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return Function.Call(values, evaluator);
    }
}
