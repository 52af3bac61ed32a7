using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.MinSida;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>Puts a receipt in plain words.</summary>
internal sealed class ReceiptWords(IStringLocalizer<ReceiptTexts> texts, IStringLocalizer<MinSidaTexts> family)
{
    private readonly FamilyWords _family = new(family);

    /// <summary>Everything that the receipt says.</summary>
    public ReceiptFacts FactsOf(FamilyConsentDetail detail, ConsentReceipt receipt, string verifierKey)
    {
        var language = LanguageName(receipt.Statement.TextLanguage);
        return new ReceiptFacts
        {
            Answer = [.. Answer(detail.Consent, receipt)],
            Events =
            [
                .. receipt.Events.Select(step => texts[$"Event{step.Kind}", PageDates.Moment(step.At)].Value),
                texts["EventIssued", PageDates.Moment(receipt.IssuedAt)],
            ],
            TextVersion = texts["TextVersion", receipt.Statement.TextVersion, language],
            TextLanguage = language,
            Withdraw = detail.Consent.MayWithdraw
                ? [texts["WithdrawText"], texts["WithdrawWhere", receipt.HowToWithdraw]]
                : [texts["WithdrawNothing"]],
            Proof =
            [
                new(texts["RowNumber"], texts["NumberText", receipt.Proofs.Answer.Index, receipt.Issuer]),
                new(texts["RowHash"], receipt.Statement.TextHash),
                new(texts["RowKey"], verifierKey),
            ],
            Yours = texts[detail.Consent.Bond == FamilyBond.Self ? "YoursTextSelf" : "YoursText"],
        };
    }

    private IEnumerable<ReceiptFact> Answer(FamilyConsent consent, ConsentReceipt receipt)
    {
        var statement = receipt.Statement;
        var answeredAt = receipt.Events.First(step => step.Kind == ConsentReceiptEventKind.AnsweredBySigner).At;
        yield return new(texts["RowAnswer"], texts[statement.IsGranted ? "AnswerYes" : "AnswerNo", PageDates.Moment(answeredAt)]);
        if (statement.AnswerForm is { } form)
        {
            yield return new(texts["RowForm"], form == ConsentStatement.OnPaper ? texts["FormPaper"] : texts["FormOral"]);
        }

        yield return new(
            texts["RowWho"], statement.Capacity == ConsentSignerCapacity.Self ? texts["WhoSelf"] : texts["WhoGuardian", consent.ChildName]);
        yield return new(texts["RowWhat"], _family.Listed(consent.Types));
        yield return new(texts["RowFrom"], Party(statement.Controller));
        yield return new(texts["RowTo"], Party(statement.Recipient));
        yield return new(texts["RowWhy"], FamilyWords.Sentence(_family.Purpose(statement.Purpose)));
        yield return new(texts["RowPeriod"], texts["FromTo", PageDates.Day(statement.DataFrom), PageDates.Day(statement.DataTo)]);
        yield return new(texts["RowUntil"], texts["Until", FamilyWords.LastDay(consent)]);
        if (statement.UseLimit is { } limit)
        {
            yield return new(texts["RowUses"], Uses(limit));
        }

        if (statement.RetentionPromise is { } promise)
        {
            yield return new(texts["RowKept"], Coded("RetentionPromise", promise));
        }

        yield return new(texts["RowStatus"], _family.State(consent).Sentence);
    }

    private string Party(ConsentReceiptParty party) => texts["Party", party.Branch, party.Authority, Hyphened(party.OrganisationNumber)];

    private static string Hyphened(string number) => number.Length == 10 ? $"{number[..6]}-{number[6..]}" : number;

    private string Uses(string limit) =>
        UseLimit.TryParse(limit, out var known) ? texts[$"UseLimit-{known.Code}", known.AtMost ?? 0] : limit;

    // A code without words on the pages is shown as the code.
    private string Coded(string what, string code) => texts[$"{what}-{code}"] is { ResourceNotFound: false } said ? said : code;

    // The language's own name, as in the list of languages that a text can be read in. A language that the pages do not have is shown by
    // its tag.
    private static string LanguageName(string tag) => ConsentLanguages.All.Contains(tag) ? Language.NameOf(tag) : tag;
}
