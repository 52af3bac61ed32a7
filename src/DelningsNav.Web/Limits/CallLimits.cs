using System.Globalization;
using DelningsNav.Hub.Cases;

namespace DelningsNav.Web.Limits;

/// <summary>How many requests a node answers in a minute, from each caller.</summary>
/// <remarks>Each node counts for itself. A refused request is answered with 429 and says when the minute ends.</remarks>
public sealed record CallLimits
{
    private const string Root = "Hub:Limits";

    /// <summary>The requests of all callers at one address, which may be the proxy of a whole city.</summary>
    public int OfAddress { get; init; } = 6000;

    /// <summary>The sign-ins that are tried from one address.</summary>
    public int SignInsOfAddress { get; init; } = 300;

    /// <summary>The signed calls of one system, for each operation.</summary>
    public int OfClient { get; init; } = 600;

    /// <summary>The pages that one signed-in person asks for.</summary>
    public int OfPerson { get; init; } = 300;

    /// <summary>How often a system may look people up on one day. All nodes count together.</summary>
    public LookUpBudget LookUps { get; init; } = new();

    /// <summary>The step of time at which refusals are sent (<see cref="EvenRefusals"/>). Zero sends them at once.</summary>
    public TimeSpan RefusalStep { get; init; } = EvenRefusals.UsualStep;

    /// <summary>
    /// Limits that no caller reaches, and refusals at once, for measurements and tests, and for programs that only their own machine
    /// reaches.
    /// </summary>
    public static CallLimits None { get; } = new()
    {
        OfAddress = int.MaxValue,
        SignInsOfAddress = int.MaxValue,
        OfClient = int.MaxValue,
        OfPerson = int.MaxValue,
        RefusalStep = TimeSpan.Zero,
    };

    /// <summary>Reads the limits from configuration, or says which of them is not a number.</summary>
    public static bool TryRead(IConfiguration configuration, out CallLimits limits, out string fault)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var usual = new CallLimits();
        var wrong = new List<string>();
        limits = new CallLimits
        {
            OfAddress = Read("Address", usual.OfAddress),
            SignInsOfAddress = Read("SignIn", usual.SignInsOfAddress),
            OfClient = Read("Client", usual.OfClient),
            OfPerson = Read("Person", usual.OfPerson),
            LookUps = new LookUpBudget
            {
                InCases = Read("LookUps:Case", usual.LookUps.InCases),
                ToOpenCases = Read("LookUps:CaseOpening", usual.LookUps.ToOpenCases),
                ToDeposit = Read("LookUps:Deposit", usual.LookUps.ToDeposit),
                UnknownPersons = Read("LookUps:UnknownPersons", usual.LookUps.UnknownPersons),
            },
        };
        fault = $"{string.Join(" and ", wrong)} must be a whole number of 1 or more.";
        return wrong.Count == 0;

        int Read(string name, int otherwise)
        {
            if (configuration[$"{Root}:{name}"] is not { } text)
            {
                return otherwise;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                wrong.Add($"{Root}:{name}");
            }

            return number;
        }
    }
}
