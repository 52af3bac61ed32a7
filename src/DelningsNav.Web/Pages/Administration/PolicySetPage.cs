using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>A page of Administration with a form. A fault without a text of its own is shown in the words of the use case.</summary>
public abstract class AdministrationFormPage : FormPage
{
    /// <inheritdoc/>
    protected override string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var words = Texts["Fault-" + fault.Code];
        return words.ResourceNotFound ? Texts["Fault-other", fault.Detail] : words;
    }
}

/// <summary>A page about one policy set, for a system owner.</summary>
public abstract class PolicySetPage(ReadPolicySet read) : AdministrationFormPage
{
    /// <summary>The set. Only valid after <see cref="ReadAsync"/> has found it.</summary>
    public PolicySetDetails Set { get; private set; } = null!;

    /// <summary>Reads the set. Returns false if the set does not exist or the reader may not see it.</summary>
    protected async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await read.ReadAsync(new PolicySetId(id), new Caller.Staff(User.StaffId()), ct) is not { } set)
        {
            return false;
        }

        Set = set;
        return true;
    }
}
