using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DelningsNav.Hub.Storage.Seals;

/// <summary>The rows of some subjects as they were read, in any order. No two different rows have the same bytes.</summary>
/// <remarks>
/// On SQLite a row is, for each bound column, the type as which it is stored, its length and its bytes. On PostgreSQL it is the database's
/// own form of a record (<c>record_send</c>): the number of columns, and for each its type, its length and its bytes. Neither form depends
/// on the version of the database, and nothing that somebody writes into a row makes the reading fail.
/// </remarks>
internal sealed class SealedRows
{
    private const int UuidType = 2950;
    private const int BigintType = 20;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly List<(Guid Subject, int Start, int Length)> _rows = [];

    /// <summary>The subjects that have rows.</summary>
    public IEnumerable<SubjectId> Subjects => _rows.Select(row => new SubjectId(row.Subject)).Distinct();

    /// <summary>The database that a reader reads.</summary>
    public static StorageEngine EngineOf(DbDataReader reader) =>
        reader is SqliteDataReader ? StorageEngine.Sqlite : StorageEngine.PostgreSql;

    /// <summary>Adds the row of a table whose bound columns begin at a column of the reader.</summary>
    public void Add(Guid subject, SealedTable table, DbDataReader reader, int first)
    {
        var start = _bytes.WrittenCount;
        Write(table.Mark);
        if (reader is SqliteDataReader { Handle: { } statement })
        {
            for (var column = first; column < first + table.Columns.Length; column++)
            {
                Write(statement, column);
            }
        }
        else
        {
            _bytes.Write(reader.GetFieldValue<byte[]>(first));
        }

        _rows.Add((subject, start, _bytes.WrittenCount - start));
    }

    /// <summary>Adds a row of a table before it is written, with the values of its bound columns: ids and whole numbers.</summary>
    public void Add(Guid subject, SealedTable table, StorageEngine engine, params object[] values)
    {
        var start = _bytes.WrittenCount;
        Write(table.Mark);
        if (engine == StorageEngine.PostgreSql)
        {
            WriteBigEndian(values.Length);
        }

        foreach (var value in values)
        {
            if (engine == StorageEngine.PostgreSql)
            {
                WriteToPostgres(value);
            }
            else if (value is Guid id)
            {
                Write((byte)raw.SQLITE_TEXT, Encoding.UTF8.GetBytes(id.ToString().ToUpperInvariant()));
            }
            else
            {
                Write((byte)raw.SQLITE_INTEGER, (long)value);
            }
        }

        _rows.Add((subject, start, _bytes.WrittenCount - start));
    }

    /// <summary>SHA-256 over a subject's rows, each with its length, in the order of their bytes.</summary>
    public byte[] DigestOf(Guid subject)
    {
        var rows = RowsOf(subject).ToList();
        rows.Sort(static (one, other) => one.Span.SequenceCompareTo(other.Span));
        return SHA256.HashData(Joined(rows));
    }

    /// <summary>A subject's rows, each with its length, in the order in which they were read.</summary>
    public byte[] BytesOf(Guid subject) => Joined([.. RowsOf(subject)]);

    /// <summary>Whether a subject's rows are these (<see cref="BytesOf"/>), in the same order.</summary>
    public bool Are(Guid subject, ReadOnlySpan<byte> rows)
    {
        foreach (var row in _rows)
        {
            if (row.Subject != subject)
            {
                continue;
            }

            if (rows.Length < sizeof(int) + row.Length || BinaryPrimitives.ReadInt32LittleEndian(rows) != row.Length
                || !rows.Slice(sizeof(int), row.Length).SequenceEqual(_bytes.WrittenSpan.Slice(row.Start, row.Length)))
            {
                return false;
            }

            rows = rows[(sizeof(int) + row.Length)..];
        }

        return rows.IsEmpty;
    }

    private IEnumerable<ReadOnlyMemory<byte>> RowsOf(Guid subject) =>
        _rows.Where(row => row.Subject == subject).Select(row => _bytes.WrittenMemory.Slice(row.Start, row.Length));

    private static byte[] Joined(List<ReadOnlyMemory<byte>> rows)
    {
        var joined = new byte[rows.Sum(row => sizeof(int) + row.Length)];
        var at = 0;
        foreach (var row in rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(joined.AsSpan(at), row.Length);
            row.Span.CopyTo(joined.AsSpan(at + sizeof(int)));
            at += sizeof(int) + row.Length;
        }

        return joined;
    }

    private void Write(sqlite3_stmt statement, int column)
    {
        var type = raw.sqlite3_column_type(statement, column);
        switch (type)
        {
            case raw.SQLITE_NULL:
                Write((byte)type, []);
                break;
            case raw.SQLITE_INTEGER:
                Write((byte)type, raw.sqlite3_column_int64(statement, column));
                break;
            case raw.SQLITE_FLOAT:
                Write((byte)type, BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(statement, column)));
                break;
            default:
                Write((byte)type, raw.sqlite3_column_blob(statement, column));
                break;
        }
    }

    private void Write(byte type, ReadOnlySpan<byte> value)
    {
        var span = _bytes.GetSpan(1 + sizeof(int) + value.Length);
        span[0] = type;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], value.Length);
        value.CopyTo(span[(1 + sizeof(int))..]);
        _bytes.Advance(1 + sizeof(int) + value.Length);
    }

    private void Write(byte type, long value)
    {
        var span = _bytes.GetSpan(1 + sizeof(long));
        span[0] = type;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], value);
        _bytes.Advance(1 + sizeof(long));
    }

    private void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    private void WriteBigEndian(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    private void WriteToPostgres(object value)
    {
        if (value is Guid id)
        {
            WriteBigEndian(UuidType);
            WriteBigEndian(16);
            id.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out _);
            _bytes.Advance(16);
            return;
        }

        WriteBigEndian(BigintType);
        WriteBigEndian(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), (long)value);
        _bytes.Advance(sizeof(long));
    }
}
