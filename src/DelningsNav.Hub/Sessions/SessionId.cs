using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Sessions;

/// <summary>The id of one session, by which its owner ends it from another device. It does not open the session.</summary>
public readonly record struct SessionId(Guid Value) : IId<SessionId>
{
    /// <inheritdoc/>
    public static SessionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
