using System.Diagnostics.CodeAnalysis;
using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A record: attributes by name, without an order.</summary>
    public sealed class Record : CedarValue
    {
        /// <summary>The record without attributes.</summary>
        public static readonly Record Empty = new([]);

        // One value for each name of the layout, or null where this record lacks the attribute.
        private readonly RecordLayout _layout;
        private readonly CedarValue?[] _values;
        private readonly int _depth;
        private int _hash;

        internal Record(RecordLayout layout, CedarValue?[] values)
        {
            (_layout, _values) = (layout, values);
            foreach (var value in values)
            {
                _depth = value is null ? _depth : Math.Max(_depth, Over(value.Depth));
            }
        }

        internal Record(IReadOnlyCollection<KeyValuePair<string, CedarValue>> attributes)
            : this(new RecordLayout(attributes.Select(a => a.Key)), [.. attributes.Select(a => a.Value)])
        {
            foreach (var (name, value) in attributes)
            {
                ArgumentNullException.ThrowIfNull(value, name);
            }
        }

        /// <summary>The attributes by name. A new dictionary is made at each call.</summary>
        public IReadOnlyDictionary<string, CedarValue> Attributes => new Dictionary<string, CedarValue>(All, StringComparer.Ordinal);

        /// <summary>The attributes in the order of the layout.</summary>
        internal IEnumerable<KeyValuePair<string, CedarValue>> All
        {
            get
            {
                for (var i = 0; i < _values.Length; i++)
                {
                    if (_values[i] is { } value)
                    {
                        yield return KeyValuePair.Create(_layout.Names[i], value);
                    }
                }
            }
        }

        internal override string TypeName => "record";

        internal override int Depth => _depth;

        private int Count => _values.Count(value => value is not null);

        /// <summary>Reads a record, for example a request's context, from Cedar's JSON form.</summary>
        /// <exception cref="CedarJsonException">The text is not such a record. Every problem is named.</exception>
        public static Record FromJson(string json) => JsonValueReader.ReadRecord(json);

        /// <summary>Reads the context of a request for an action. It must fit the schema.</summary>
        /// <remarks>The marks <c>__entity</c> and <c>__extn</c> may be left out where the schema declares the type of a value.</remarks>
        /// <exception cref="CedarJsonException">The schema lacks the action, or the context does not fit it.</exception>
        public static Record FromJson(string json, CedarSchema schema, EntityUid action)
        {
            ArgumentNullException.ThrowIfNull(schema);
            return schema.ReadContext(json, action);
        }

        /// <summary>Finds one attribute.</summary>
        public bool TryGet(string name, [NotNullWhen(true)] out CedarValue? value)
        {
            var guess = 0;
            value = Find(name, ref guess);
            return value is not null;
        }

        /// <summary>A record with other values for some names. Names that the record lacks are ignored.</summary>
        /// <exception cref="ArgumentException">The record would be nested deeper than <see cref="MaxDepth"/>.</exception>
        public Record With(params ReadOnlySpan<(string Name, CedarValue Value)> changes)
        {
            var values = _values.AsSpan().ToArray();
            foreach (var (name, value) in changes)
            {
                ArgumentNullException.ThrowIfNull(value, name);
                var guess = 0;
                if (_layout.Find(name, ref guess) is >= 0 and var place && values[place] is not null)
                {
                    values[place] = value;
                }
            }

            return new Record(_layout, values);
        }

        /// <summary>One attribute, or null. The guess is for <see cref="RecordLayout.Find"/>.</summary>
        internal CedarValue? Find(string name, ref int guess)
        {
            var place = _layout.Find(name, ref guess);
            return place < 0 ? null : _values[place];
        }

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other)
        {
            if (ReferenceEquals(this, other))
            {
                return true;
            }

            if (other is not Record o || o.GetHashCode() != GetHashCode() || o.Count != Count)
            {
                return false;
            }

            var guess = 0;
            for (var i = 0; i < _values.Length; i++)
            {
                if (_values[i] is { } mine && !(o.Find(_layout.Names[i], ref guess) is { } theirs && theirs.Equals(mine)))
                {
                    return false;
                }
            }

            return true;
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            if (_hash == 0)
            {
                var sum = 11;
                foreach (var (name, value) in All)
                {
                    sum = unchecked(sum + HashCode.Combine(name, value.GetHashCode()));
                }

                _hash = sum == 0 ? 1 : sum;
            }

            return _hash;
        }

        /// <inheritdoc/>
        public override string ToString() =>
            $"{{{string.Join(", ", All.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{CedarText.Quote(a.Key)}: {a.Value}"))}}}";
    }
}
