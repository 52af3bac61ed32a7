using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DelningsNav.AuditLog;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>One line of the store, in JSON. The names are a promise to programs that read the store.</summary>
/// <param name="At">When the monitor wrote the line.</param>
/// <param name="Event"><c>stored</c>, <c>alarm</c>, <c>seen</c>, <c>accepted</c> or <c>keys</c>.</param>
/// <param name="Checkpoint">The signed checkpoint that the line is about, exactly as the hub gave it.</param>
/// <param name="Code">The code of an alarm.</param>
/// <param name="Text">The text of an alarm, or a list of keys.</param>
/// <param name="By">The person who accepted what caused an alarm.</param>
/// <param name="Why">The reason that the person gave.</param>
internal sealed record StoredEvent(
    DateTimeOffset At, string Event, string Checkpoint, string? Code = null, string? Text = null, string? By = null, string? Why = null)
{
    /// <summary>A checkpoint that is the first one, or is proved to continue the one before it.</summary>
    internal const string Stored = "stored";

    /// <summary>A rollback or a fork, with the checkpoint that shows it.</summary>
    internal const string Alarm = "alarm";

    /// <summary>A further checkpoint that the hub signed before a person accepted the alarm. It is evidence only.</summary>
    internal const string Seen = "seen";

    /// <summary>A person has accepted the last checkpoint that was seen. The log is watched from there on.</summary>
    internal const string Accepted = "accepted";

    /// <summary>The hub's list of keys has changed, soundly. <c>text</c> has the list; the checkpoint is the one before.</summary>
    internal const string Keys = "keys";

    // The file is never part of a page. Therefore the plus signs and dashes of a note need no escapes.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The line, without its line feed.</summary>
    internal string ToLine() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line, or returns null when it is not an event with a signed checkpoint.</summary>
    internal static (StoredEvent Event, SignedCheckpoint Checkpoint)? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredEvent>(line, Json) is { } read
                && read.Event is (Stored or Alarm or Seen or Accepted or Keys)
                && SignedCheckpoint.TryParse(read.Checkpoint, out var checkpoint)
                    ? (read, checkpoint)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
