namespace DelningsNav.Policies;

/// <summary>The form of <c>record-forms.json</c>, and the checks of its content.</summary>
internal sealed record FormFile(IReadOnlyList<FormEntry> Forms)
{
    public const string Name = "record-forms.json";

    /// <summary>The forms; none in a set that is older than forms and does not list the file. Names every fault.</summary>
    public static RecordForms Read(
        PolicyFolder folder, RecordTypeCatalogue? catalogue, IReadOnlyDictionary<string, Obligation> obligations, List<string> faults)
    {
        if (!folder.Manifest.Files.Contains(Name) || folder.Read<FormFile>(Name, faults) is not { } file)
        {
            return RecordForms.None;
        }

        var before = faults.Count;
        faults.AddRange(file.Forms.GroupBy(form => form.Format, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"{Name}: form `{same.Key}` is there twice"));
        foreach (var form in file.Forms)
        {
            Check(form, catalogue, obligations, problem => faults.Add($"{Name}: form `{form.Format}` {problem}"));
        }

        return faults.Count == before
            ? new RecordForms(
                [.. file.Forms.Select(form => new RecordForm(form.Format, RecordTypeCode.Parse(form.RecordType), form.Members))])
            : RecordForms.None;
    }

    private static void Check(
        FormEntry form, RecordTypeCatalogue? catalogue, IReadOnlyDictionary<string, Obligation> obligations, Action<string> fault)
    {
        if (!RecordTypeCode.TryParse(form.RecordType, out var type) || catalogue?.TryFind(type, out _) == false)
        {
            fault($"is of the unknown record type `{form.RecordType}`");
        }

        // A record says which form it follows. A form that its own records could not name would never be used.
        if (form.Members.FirstOrDefault(member => member.Name == RecordForm.Format) is not
            { Kind: FormKind.Code, Optional: false } format
            || !format.Values.SequenceEqual([form.Format]))
        {
            fault($"has no required code `{RecordForm.Format}` with its own name as the only value");
        }

        CheckMembers(form.Members, "", obligations, fault);
    }

    private static void CheckMembers(
        IReadOnlyList<FormMember> members, string path, IReadOnlyDictionary<string, Obligation> obligations, Action<string> fault)
    {
        foreach (var same in members.GroupBy(member => member.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            fault($"has `{path}/{same.Key}` twice");
        }

        foreach (var member in members)
        {
            var place = $"{path}/{member.Name}";
            foreach (var code in member.Stays.Where(code => !obligations.TryGetValue(code, out var obligation) || !obligation.Masks))
            {
                fault($"keeps `{place}` under `{code}`, which masks nothing");
            }

            if (member is { Kind: FormKind.Text, Stays.Count: > 0 })
            {
                fault($"keeps the free text `{place}` under masking");
            }

            if (member.Kind == FormKind.List != member.Items.Count > 0)
            {
                fault($"must state the members of `{place}` exactly when it is a list");
            }

            if (member.Kind == FormKind.Code != member.Values.Count > 0)
            {
                fault($"must state the values of `{place}` exactly when it is a code");
            }

            CheckMembers(member.Items, $"{place}/*", obligations, fault);
        }
    }
}

/// <summary>One form as written in the file.</summary>
internal sealed record FormEntry(string Format, string RecordType, IReadOnlyList<FormMember> Members);
