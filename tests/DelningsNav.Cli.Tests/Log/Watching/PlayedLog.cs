using System.Net;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Tests.Log.Watching;

/// <summary>
/// A hub's published log, made from a list of leaves that a test may change as an attacker would. Whatever the list contains is signed
/// with the true key, as by an operator who has hub and key, and the tiles are recomputed.
/// </summary>
internal sealed class PlayedLog : IDisposable
{
    public const string Origin = "nav.example/stad/audit";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _written;

    public PlayedLog()
    {
        (True, Other) = (new NoteSigner(Origin, _key), new NoteSigner(Origin, _otherKey));
        By = True;
    }

    public NoteSigner True { get; }

    public NoteSigner Other { get; }

    public List<MerkleHash> Leaves { get; private set; } = [];

    /// <summary>Which answer is replaced by which. It sees the path after <c>/log/</c> and the true answer.</summary>
    public Func<string, byte[], HttpResponseMessage?> Instead { get; set; } = (_, _) => null;

    public List<string> Asked { get; } = [];

    /// <summary>Who signs the checkpoints: the true key, unless a test rotates it.</summary>
    public NoteSigner By { get; set; }

    /// <summary>The published list of keys, or null when the hub shows none.</summary>
    public string? Keys { get; set; }

    public Func<HttpResponseMessage>? Broken { get; set; }

    public Checkpoint Head => new(Origin, Leaves.Count, MerkleTree.Root(Leaves));

    /// <summary>Appends entries that no log ever had before.</summary>
    public PlayedLog Append(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Leaves.Add(MerkleTree.LeafHash(BitConverter.GetBytes(_written++)));
        }

        return this;
    }

    public List<MerkleHash> Copy() => [.. Leaves];

    public void PutBack(List<MerkleHash> copy) => Leaves = [.. copy];

    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (Broken is not null)
        {
            return Broken();
        }

        var path = request.RequestUri!.AbsolutePath["/log/".Length..];
        Asked.Add(path);
        if (path == "keys" && Keys is { } keys)
        {
            return Bytes(Encoding.UTF8.GetBytes(keys));
        }

        if (path == "checkpoint")
        {
            var signed = Encoding.UTF8.GetBytes(Head.Sign(By).ToString());
            return Instead(path, signed) ?? Bytes(signed);
        }

        return TilePath.TryParse(path, out var tile) && tile.Value.Level is { } level
            && TilePath.InTree(level, tile.Value.Index, Leaves.Count) is { } there && there.Width >= tile.Value.Width
            && HashTile.Encode([.. tile.Value.Nodes.Select(HashOf)]) is var hashes
                ? Instead(path, hashes) ?? Bytes(hashes)
                : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    /// <summary>A statement that another key replaces the true one, signed by the true one and by that key.</summary>
    public string Succession(ECDsa heir, DateTimeOffset from, TimeSpan overlap, bool isSignedByTheTrueKey = true)
    {
        var name = KeyStatement.SignerNameOf(Origin);
        var text = new KeyStatement(
            Origin, KeyPurpose.Log, NoteVerifier.Ecdsa(Origin, heir.ExportSubjectPublicKeyInfo()), from,
            new ReplacedKey(True.Verifier, from + overlap), from).ToNoteText();
        var note = SignedNote.Sign(text, new NoteSigner(name, heir));
        return (isSignedByTheTrueKey ? note.With(new NoteSigner(name, _key)) : note).ToString();
    }

    public static HttpResponseMessage Bytes(byte[] bytes) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };

    public void Dispose()
    {
        _key.Dispose();
        _otherKey.Dispose();
    }

    private MerkleHash HashOf(NodeId node) =>
        MerkleTree.Root(Leaves.Skip((int)(node.Index << node.Level)).Take(1 << node.Level));
}
