using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A wire to a PostgreSQL server that makes a step of every statement on it. When one is about to be carried over, all before it on its connection have been carried
/// out, also those that were sent together with it (PostgreSQL documentation, "Message Flow": Bind begins a statement, Flush has what came before it answered).
/// </summary>
internal sealed class PostgresWire : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly List<Task> _lines = [];
    private readonly string _server;
    private readonly int _port;
    private readonly Steps _steps;
    private readonly Task _opening;

    /// <summary>Opens a wire to a server.</summary>
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

    /// <summary>How to reach the server over the wire.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends once those who use the wire have closed their connections.</summary>
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
            // The door was closed.
        }
    }

    /// <summary>One connection. A message is a letter for its kind, its length with the four bytes of the length, and its body; the first one has no letter.</summary>
    private sealed class Line(TcpClient client, TcpClient server, Steps steps)
    {
        private static readonly byte[] Flush = [(byte)'H', 0, 0, 0, 4];

        private readonly NetworkStream _client = client.GetStream();
        private readonly NetworkStream _server = server.GetStream();
        private readonly Dictionary<string, string> _texts = [];
        private readonly Lock _lock = new();

        // Guarded by the lock: what the server is still to answer, a statement ('C') or all up to a point ('Z'); whether it passes over statements until then; and what
        // ends at its next answer.
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

        // A statement is done (C), was empty (I) or has given what was asked for (s). After an error (E) nothing is answered until the server is ready (Z) again.
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
                // One end has hung up, and so the other was.
            }
        }

        private static string Text(byte[] message, int at) => Encoding.UTF8.GetString(message.AsSpan(at, AfterText(message, at) - 1 - at));

        private static int AfterText(byte[] message, int at) => Array.IndexOf(message, (byte)0, at) + 1;
    }
}
