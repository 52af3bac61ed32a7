namespace DelningsNav.Cedar.Validation.Unicode;

/// <summary>A set of the world's scripts, by their numbers in <see cref="Characters"/>.</summary>
internal readonly record struct ScriptSet(UInt128 First, UInt128 Second)
{
    public static readonly ScriptSet None = new(0, 0);

    public static readonly ScriptSet All = new(UInt128.MaxValue, UInt128.MaxValue);

    public static ScriptSet Of(int number) => number < 128 ? new(UInt128.One << number, 0) : new(0, UInt128.One << (number - 128));

    public static ScriptSet operator &(ScriptSet left, ScriptSet right) => new(left.First & right.First, left.Second & right.Second);

    public static ScriptSet operator |(ScriptSet left, ScriptSet right) => new(left.First | right.First, left.Second | right.Second);
}
