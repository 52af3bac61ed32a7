using System.Diagnostics.CodeAnalysis;
using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A record: attributes by name, in no order.</summary>
    public sealed class Record : CedarValue
    {
        /// <summary>The record without attributes.</summary>
        public static readonly Record Empty = new([]);

        private readonly Dictionary<string, CedarValue> _attributes;
        private readonly int _depth;
        private int _hash;

        internal Record(IEnumerable<KeyValuePair<string, CedarValue>> attributes)
        {
            _attributes = new Dictionary<string, CedarValue>(attributes.TryGetNonEnumeratedCount(out var count) ? count : 0, StringComparer.Ordinal);
            foreach (var (name, value) in attributes)
            {
                ArgumentNullException.ThrowIfNull(value, name);
                _attributes.Add(name, value);
                _depth = Math.Max(_depth, Over(value.Depth));
            }
        }

        /// <summary>The attributes by name.</summary>
        public IReadOnlyDictionary<string, CedarValue> Attributes => _attributes;

        internal override string TypeName => "record";

        internal override int Depth => _depth;

        /// <summary>Reads a record, such as a request's context, from Cedar's JSON form.</summary>
        /// <exception cref="CedarJsonException">The text is not such a record; every problem is named.</exception>
        public static Record FromJson(string json) => JsonValueReader.ReadRecord(json);

        /// <summary>Reads the context of a request for an action by a schema, which it must fit.</summary>
        /// <remarks>The marks <c>__entity</c> and <c>__extn</c> may be left out where the schema says what a value is.</remarks>
        /// <exception cref="CedarJsonException">The schema lacks the action, or the text is no such context; every problem is named.</exception>
        public static Record FromJson(string json, CedarSchema schema, EntityUid action)
        {
            ArgumentNullException.ThrowIfNull(schema);
            return schema.ReadContext(json, action);
        }

        /// <summary>Finds one attribute.</summary>
        public bool TryGet(string name, [NotNullWhen(true)] out CedarValue? value) => _attributes.TryGetValue(name, out value);

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other)
        {
            if (ReferenceEquals(this, other))
            {
                return true;
            }

            if (other is not Record o || o._attributes.Count != _attributes.Count || o.GetHashCode() != GetHashCode())
            {
                return false;
            }

            foreach (var (name, value) in _attributes)
            {
                if (!o._attributes.TryGetValue(name, out var theirs) || !theirs.Equals(value))
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
                foreach (var (name, value) in _attributes)
                {
                    sum = unchecked(sum + HashCode.Combine(name, value.GetHashCode()));
                }

                _hash = sum == 0 ? 1 : sum;
            }

            return _hash;
        }

        /// <inheritdoc/>
        public override string ToString() =>
            $"{{{string.Join(", ", _attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{CedarText.Quote(a.Key)}: {a.Value}"))}}}";
    }
}
