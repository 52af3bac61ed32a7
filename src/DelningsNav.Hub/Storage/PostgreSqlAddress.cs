using System.Net;
using Npgsql;

namespace DelningsNav.Hub.Storage;

/// <summary>The connection string of a PostgreSQL database.</summary>
public static class PostgreSqlAddress
{
    /// <summary>
    /// What is wrong with a connection string, as the end of a sentence that begins with the name of the setting. Null when the hub may use
    /// it.
    /// </summary>
    /// <remarks>
    /// What the hub and the database send each other is everything that the hub stores. It may be unencrypted on one machine only.
    /// </remarks>
    public static string? FaultIn(string connectionString)
    {
        NpgsqlConnectionStringBuilder database;
        try
        {
            database = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException)
        {
            return "must be an Npgsql connection string, such as Host=db.example.se;Database=delningsnav;SSL Mode=VerifyFull.";
        }

        return database.SslMode == SslMode.VerifyFull || (database.Host ?? "").Split(',').All(IsOnThisMachine)
            ? null
            : "must have SSL Mode=VerifyFull, unless the database is on the same machine. Otherwise others on the network can read and "
                + "change what the hub stores.";
    }

    private static bool IsOnThisMachine(string host) =>
        host.StartsWith('/') || host is "localhost"
        || (IPAddress.TryParse(host.StartsWith('[') ? host.Trim('[', ']') : host.Split(':')[0], out var address)
            && IPAddress.IsLoopback(address));
}
