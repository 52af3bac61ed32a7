using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <remarks>This part makes the words for the requester. They must never depend on anything secret.</remarks>
internal readonly partial struct Explanation
{
    // The requester must not recognise a secret cause. If the verdict as if nothing were secret is of the same kind, its words are used.
    // Otherwise the words of an ordinary bar that also applies are used, and without such a bar an ordinary "not granted".
    private IReadOnlyList<Missing> MissingForRequester()
    {
        if (_plain is not var (question, answers))
        {
            return OrdinaryMissing();
        }

        return MissingHadNothingBeenSecret(question, answers)
            ?? (MissingOf(IsOrdinary) is { Count: > 0 } ordinary ? ordinary : [Missing.NotGranted]);
    }

    // The same steps as in any decision, as far as the words for the requester need them. Returns null when the verdict would be of
    // another kind.
    private IReadOnlyList<Missing>? MissingHadNothingBeenSecret(CedarValue.Record plain, CedarAnswers answers)
    {
        if (_direction.FaultsIn(answers, _facts).Count > 0)
        {
            return Referred ? null : [Missing.NotGranted];
        }

        return answers.Assess is { } assess && assess.Permitted == Referred
            ? new Explanation(_facts, _direction, plain, answers.Release, assess, plain: null).OrdinaryMissing()
            : null;
    }

    private List<Missing> OrdinaryMissing()
    {
        // A requester who may not ask at all learns nothing about the child or the family.
        var missing = MissingOf(bar => bar.AboutQuestion);
        if (missing.Count > 0)
        {
            return missing;
        }

        if (!IsOpened())
        {
            foreach (var permit in _direction.PermitsByKind)
            {
                AddOnce(permit.Kind != GroundKind.Emergency && MayOpen(permit), permit.Missing, missing);
            }
        }

        foreach (var bar in _standing)
        {
            AddOnce(IsOrdinary(bar), bar.Missing, missing);
        }

        return missing.Count > 0 ? missing : [Missing.NotGranted];
    }

    private List<Missing> MissingOf(Predicate<Rule> bars)
    {
        var missing = new List<Missing>(_standing.Count);
        foreach (var bar in _standing)
        {
            if (bars(bar))
            {
                missing.Add(bar.Missing);
            }
        }

        return missing;
    }

    private bool IsOpened()
    {
        for (var i = 0; i < _failed.Count; i++)
        {
            if (_failed[i] is null && MayOpen(_direction.Permits[i]))
            {
                return true;
            }
        }

        return false;
    }

    // When nobody may assess, a ground that only an assessment would open is not reported as missing. A missing emergency is not
    // reported either, because an emergency counts only once it is declared.
    private bool MayOpen(Rule permit) =>
        permit.Kind == GroundKind.Emergency ? _facts.Emergency is not null : Referred || permit.Kind != GroundKind.Assessment;

    // A bar that is not secret and says more than "not granted".
    private static bool IsOrdinary(Rule bar) => !bar.Secret && bar.Missing.Code != MissingCode.NotGranted;

    private static void AddOnce(bool applies, Missing item, List<Missing> missing)
    {
        foreach (var said in missing)
        {
            applies &= said.Code != item.Code;
        }

        if (applies)
        {
            missing.Add(item);
        }
    }
}
