namespace DelningsNav.Cedar;

public abstract partial class CedarValue
{
    /// <summary>A set: values of any kinds, each once, without an order.</summary>
    public sealed class Set : CedarValue
    {
        // Up to this number of items, a comparison with every item is faster than hashing.
        private const int Few = 8;

        private readonly CedarValue[] _items;
        private readonly HashSet<CedarValue>? _lookup;
        private readonly int _depth;
        private int _hash;

        internal Set(CedarValue[] items)
        {
            if (items.Length > Few)
            {
                _lookup = [.. items];
                _items = _lookup.Count == items.Length ? items : [.. _lookup];
            }
            else
            {
                _items = WithoutDoubles(items);
            }

            foreach (var item in _items)
            {
                _depth = Math.Max(_depth, Over(item.Depth));
            }
        }

        /// <summary>The values, each once, without a fixed order.</summary>
        public IReadOnlyList<CedarValue> Items => _items;

        internal override string TypeName => "set";

        internal override int Depth => _depth;

        internal ReadOnlySpan<CedarValue> Span => _items;

        /// <summary>Whether an equal value is in the set.</summary>
        public bool Contains(CedarValue value) => _lookup?.Contains(value) ?? IsAmong(value, _items);

        internal bool ContainsAll(Set others)
        {
            foreach (var item in others._items)
            {
                if (!Contains(item))
                {
                    return false;
                }
            }

            return true;
        }

        internal bool ContainsAny(Set others)
        {
            var (fewer, more) = _items.Length < others._items.Length ? (this, others) : (others, this);
            foreach (var item in fewer._items)
            {
                if (more.Contains(item))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public override bool Equals(CedarValue? other) => ReferenceEquals(this, other)
            || (other is Set o && o._items.Length == _items.Length && o.GetHashCode() == GetHashCode() && ContainsAll(o));

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            if (_hash == 0)
            {
                var sum = 7;
                foreach (var item in _items)
                {
                    sum = unchecked(sum + HashCode.Combine(3, item.GetHashCode()));
                }

                _hash = sum == 0 ? 1 : sum;
            }

            return _hash;
        }

        /// <inheritdoc/>
        public override string ToString() => $"[{string.Join(", ", _items.Select(i => i.ToString()))}]";

        private static CedarValue[] WithoutDoubles(CedarValue[] items)
        {
            for (var i = 1; i < items.Length; i++)
            {
                if (IsAmong(items[i], items.AsSpan(0, i)))
                {
                    return [.. items.Distinct()];
                }
            }

            return items;
        }

        private static bool IsAmong(CedarValue value, ReadOnlySpan<CedarValue> items)
        {
            foreach (var item in items)
            {
                if (item.Equals(value))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
