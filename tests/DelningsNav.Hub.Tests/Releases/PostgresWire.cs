using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A proxy for a PostgreSQL server that makes every statement a step. When a statement is about to be passed on, all earlier statements
/// on its connection have been executed, including those that were sent together with it (PostgreSQL documentation, "Message Flow": Bind
/// begins a statement, Flush makes the server answer what came before it).
/// </summary>
internal sealed class PostgresWire : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly List<Task> _lines = [];
    private readonly string _server;
    private readonly int _port;
    private readonly Steps _steps;
    private readonly Task _opening;

    /// <summary>Opens a proxy for a server.</summary>
    public PostgresWire(string connectionString, Steps steps)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        (_server, _port, _steps) = (server.Host!, server.Port, steps);
        _door.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Port = ((IPEndPoint)_door.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ToString();
        _opening = OpenLinesAsync();
    }

    /// <summary>The connection string for reaching the server through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Completes once all clients of the proxy have closed their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _door.Stop();
        await _opening;
        await Task.WhenAll(_lines);
        _door.Dispose();
    }

    private async Task OpenLinesAsync()
    {
        try
        {
            while (true)
            {
                var (client, server) = (await _door.AcceptTcpClientAsync(), new TcpClient { NoDelay = true });
                client.NoDelay = true;
                await server.ConnectAsync(_server, _port);
                _lines.Add(new Line(client, server, _steps).RunAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    /// <summary>
    /// One connection. A message consists of a letter for its kind, its length including the four bytes of the length, and its body;
    /// the first message has no letter.
    /// </summary>
    private sealed class Line(TcpClient client, TcpClient server, Steps steps)
    {
        private static readonly byte[] Flush = [(byte)'H', 0, 0, 0, 4];

        private readonly NetworkStream _client = client.GetStream();
        private readonly NetworkStream _server = server.GetStream();
        private readonly Dictionary<string, string> _texts = [];
        private readonly Lock _lock = new();

        // Guarded by the lock: the outstanding answers of the server, to a statement ('C') or to everything up to a point ('Z'); whether
        // it skips statements until then; and a task that completes at its next answer.
        private readonly Queue<char> _unanswered = new(['Z']);
        private bool _hasFailed;
        private TaskCompletionSource _answered = new();

        public async Task RunAsync()
        {
            var there = CarryOverAsync();
            var back = CarryBackAsync();
            await Task.WhenAny(there, back);
            client.Dispose();
            server.Dispose();
            await Task.WhenAll(UntilClosedAsync(there), UntilClosedAsync(back));
        }

        private async Task CarryOverAsync()
        {
            await _server.WriteAsync((await ReadAsync(_client, hasKind: false)).Whole);
            while (true)
            {
                var (kind, message) = await ReadAsync(_client);
                switch (kind)
                {
                    case 'P':
                        _texts[Text(message, 5)] = Text(message, AfterText(message, 5));
                        break;
                    case 'B':
                        await BeforeAsync(_texts[Text(message, AfterText(message, 5))]);
                        break;
                    case 'Q':
                        await BeforeAsync(Text(message, 5));
                        Expect('Z');
                        break;
                    case 'E':
                        Expect('C');
                        break;
                    case 'S':
                        Expect('Z');
                        break;
                    default:
                        break;
                }

                await _server.WriteAsync(message);
            }
        }

        private async Task CarryBackAsync()
        {
            while (true)
            {
                var (kind, message) = await ReadAsync(_server);
                await _client.WriteAsync(message);
                Answer(kind);
            }
        }

        private async Task BeforeAsync(string statement)
        {
            await _server.WriteAsync(Flush);
            while (Unanswered() is { } next)
            {
                await next;
            }

            await steps.BeforeAsync(statement.Trim());
            if (steps.IsDead)
            {
                // The system closes the connections of a process that has died. The server then rolls back what is not committed.
                throw new IOException("the process has died");
            }
        }

        private void Expect(char answer)
        {
            lock (_lock)
            {
                if (answer == 'Z' || !_hasFailed)
                {
                    _unanswered.Enqueue(answer);
                }
            }
        }

        private Task? Unanswered()
        {
            lock (_lock)
            {
                return _unanswered.Count == 0 ? null : _answered.Task;
            }
        }

        // A statement is complete (C), was empty (I) or has returned the rows that were asked for (s). After an error (E) the server
        // answers nothing until it is ready (Z) again.
        private void Answer(char kind)
        {
            lock (_lock)
            {
                if (kind is 'C' or 'I' or 's' && _unanswered.TryPeek(out var next) && next == 'C')
                {
                    _unanswered.Dequeue();
                }
                else if (kind is 'E' or 'Z')
                {
                    while (_unanswered.TryPeek(out next) && next == 'C')
                    {
                        _unanswered.Dequeue();
                    }
                }

                if (kind is 'Z')
                {
                    _unanswered.Dequeue();
                }

                _hasFailed = kind is 'E' || (_hasFailed && kind is not 'Z');

                _answered.TrySetResult();
                _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        private static async Task<(char Kind, byte[] Whole)> ReadAsync(NetworkStream from, bool hasKind = true)
        {
            var before = hasKind ? 1 : 0;
            var head = new byte[before + 4];
            await from.ReadExactlyAsync(head);
            var whole = new byte[before + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(before))];
            head.CopyTo(whole, 0);
            await from.ReadExactlyAsync(whole.AsMemory(head.Length));
            return ((char)head[0], whole);
        }

        private static async Task UntilClosedAsync(Task line)
        {
            try
            {
                await line;
            }
            catch (Exception closed) when (closed is IOException or ObjectDisposedException)
            {
                // One end closed its connection, so the other end was closed too.
            }
        }

        private static string Text(byte[] message, int at) => Encoding.UTF8.GetString(message.AsSpan(at, AfterText(message, at) - 1 - at));

        private static int AfterText(byte[] message, int at) => Array.IndexOf(message, (byte)0, at) + 1;
    }
}
