using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>The parsing algorithms of RFC 9651 section 4.2 for items, lists and dictionaries, which are made of bare items.</summary>
internal static class FieldReader
{
    public static bool TryReadMember(ref TextCursor cursor, [NotNullWhen(true)] out FieldMember? member)
    {
        if (cursor.Next == '(')
        {
            var read = TryReadInnerList(ref cursor, out var inner);
            member = inner;
            return read;
        }
        else
        {
            var read = TryReadItem(ref cursor, out var item);
            member = item;
            return read;
        }
    }

    public static bool TryReadItem(ref TextCursor cursor, [NotNullWhen(true)] out Item? item)
    {
        item = BareItemReader.TryRead(ref cursor, out var value) && TryReadParameters(ref cursor, out var parameters)
            ? new Item(value, parameters)
            : null;
        return item is not null;
    }

    /// <summary>Reads what follows a dictionary's key: <c>=</c> and a member, or nothing, which means true.</summary>
    public static bool TryReadDictionaryValue(ref TextCursor cursor, [NotNullWhen(true)] out FieldMember? member)
    {
        if (cursor.TrySkip('='))
        {
            return TryReadMember(ref cursor, out member);
        }

        member = TryReadParameters(ref cursor, out var parameters) ? new Item(BareItem.Boolean.True, parameters) : null;
        return member is not null;
    }

    /// <summary>Reads the comma between two members, or the end. A comma at the end is an error.</summary>
    public static bool TryReadSeparator(ref TextCursor cursor)
    {
        cursor.SkipSpacesAndTabs();
        if (cursor.AtEnd)
        {
            return true;
        }

        if (!cursor.TrySkip(','))
        {
            return false;
        }

        cursor.SkipSpacesAndTabs();
        return !cursor.AtEnd;
    }

    public static bool TryReadKey(ref TextCursor cursor, [NotNullWhen(true)] out string? key)
    {
        key = FieldCharacters.StartsKey(cursor.Next) ? cursor.TakeWhile(FieldCharacters.Key).ToString() : null;
        return key is not null;
    }

    private static bool TryReadInnerList(ref TextCursor cursor, [NotNullWhen(true)] out InnerList? list)
    {
        list = null;
        var items = new List<Item>();
        cursor.Skip(1);
        while (true)
        {
            cursor.SkipSpaces();
            if (cursor.TrySkip(')'))
            {
                list = TryReadParameters(ref cursor, out var parameters) ? new InnerList(items, parameters) : null;
                return list is not null;
            }

            if (!TryReadItem(ref cursor, out var item) || cursor.Next is not (' ' or ')'))
            {
                return false;
            }

            items.Add(item);
        }
    }

    private static bool TryReadParameters(ref TextCursor cursor, [NotNullWhen(true)] out FieldParameters? parameters)
    {
        parameters = FieldParameters.Empty;
        while (cursor.TrySkip(';'))
        {
            cursor.SkipSpaces();
            BareItem? value = BareItem.Boolean.True;
            if (!TryReadKey(ref cursor, out var key) || (cursor.TrySkip('=') && !BareItemReader.TryRead(ref cursor, out value)))
            {
                return false;
            }

            parameters = ReferenceEquals(parameters, FieldParameters.Empty) ? FieldParameters.New() : parameters;
            parameters.Set(key, value!);
        }

        return true;
    }
}
