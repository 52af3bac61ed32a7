namespace DelningsNav.AuditLog;

/// <summary>Reads a stream line by line, as bytes, in memory bounded by the longest line allowed.</summary>
internal sealed class LineReader(Stream input)
{
    internal const int MaxLine = 1 << 22;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>The line that was read last, without its line feed. It is valid until the next line is read.</summary>
    internal ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>
    /// Whether the line that was read last ended in a line feed. A line without a line feed is the end of a truncated file.
    /// </summary>
    internal bool IsWhole { get; private set; }

    /// <summary>Reads the next line and returns whether there was a line, complete or not.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any entry can be.</exception>
    internal async ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                Take(searched + feed, isWhole: true);
                return true;
            }

            searched = _end - _start;
            if (_atEnd)
            {
                Take(searched, isWhole: false);
                return searched > 0;
            }

            await FillAsync(ct);
        }
    }

    private void Take(int length, bool isWhole)
    {
        Line = _buffer.AsMemory(_start, length);
        IsWhole = isWhole;
        _start += length + (isWhole ? 1 : 0);
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (_end - _start > MaxLine)
        {
            throw new InvalidDataException($"a line is longer than {MaxLine} bytes");
        }

        var rest = _buffer.AsMemory(_start, _end - _start);
        var target = rest.Length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        rest.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, rest.Length);
        var read = await input.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        _atEnd = read == 0;
    }
}
