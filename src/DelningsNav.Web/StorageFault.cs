using System.Data.Common;
using System.Net.Sockets;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web;

/// <summary>
/// Tells a storage that does not answer from a fault in the hub. Entity Framework and the framework's own services wrap the error of the
/// database, so every cause behind an error counts.
/// </summary>
internal static class StorageFault
{
    /// <summary>
    /// Whether the storage, or a server that the hub depends on, is behind an error: the reader may try again later. So it is when a stored
    /// value does not open, because somebody has changed it outside the hub.
    /// </summary>
    public static bool IsBehind(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is LogUnavailableException or LogForkedException or DbException or TimeoutException or SocketException
                or UnopenedValueException or (IOException and not BadHttpRequestException))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the caller sent a body whose chunk sizes are no sizes. The server reports it as a failed read.</summary>
    public static bool IsBadChunk(Exception error) => error is IOException { InnerException: OverflowException };
}
