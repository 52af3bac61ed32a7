using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Cli.Tests;

/// <summary>Runs the program as a shell would, with a folder of its own and a hub that is played by a delegate.</summary>
internal sealed class CommandLine : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("delningsnav-cli-");
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();

    public Func<HttpRequestMessage, HttpResponseMessage>? Hub { get; set; }

    public List<(HttpMessage Message, byte[] Body)> Received { get; } = [];

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public byte[] OutputBytes => _output.ToArray();

    public string Error => _error.ToString();

    public bool IsTerminal { get; set; }

    public string Piped { get; set; } = string.Empty;

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public string WriteKey(out VerificationKey publicKey)
    {
        using var key = SigningKey.Create();
        publicKey = key.PublicKey;
        File.WriteAllText(PathOf("key.pem"), key.ToPem());
        return PathOf("key.pem");
    }

    public async Task<int> RunAsync(params string[] arguments)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(Piped));
        return await DelningsNavCommand.RunAsync(arguments, new Surroundings(
            new StoppedClock(), () => Hub is null ? new SocketsHttpHandler() : new PlayedHub(this), input, _output, _error, IsTerminal));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }

    private sealed class PlayedHub(CommandLine commandLine) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var message = HttpMessage.ForRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, body.Length > 0);
            foreach (var field in request.Headers.NonValidated)
            {
                message.Fields.Add(field.Key, field.Value.ToString());
            }

            foreach (var field in request.Content?.Headers.NonValidated ?? default)
            {
                message.Fields.Add(field.Key, field.Value.ToString());
            }

            commandLine.Received.Add((message, body));
            return commandLine.Hub!(request);
        }
    }
}
