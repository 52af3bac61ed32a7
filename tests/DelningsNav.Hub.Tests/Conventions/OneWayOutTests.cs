namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// Promise 10: <c>ReleaseInformation</c> is the only code path that opens a record for another party. Checked in the source,
/// since a second path would compile.
/// </summary>
public class OneWayOutTests
{
    [Fact]
    public void Promise_10_only_ReleaseInformation_makes_a_release() =>
        Assert.Equal(["src/DelningsNav.Hub/Releases/ReleaseInformation.cs"], FilesWith(@"(?<![\w.])Release\.From\("));

    [Fact]
    public void Promise_10_only_ReleaseInformation_opens_the_vault() =>
        Assert.Equal(["src/DelningsNav.Hub/Releases/ReleaseInformation.cs"], FilesWith(@"(?i)\bvault\.OpenAsync\(|\b_vault\.OpenAsync\("));

    [Fact]
    public void Promise_10_only_the_vault_reads_deposited_documents() =>
        Assert.Equal(["src/DelningsNav.Hub/Releases/Vault.cs"], FilesWith(@"\bvault_documents\b"));

    [Fact]
    public void Only_one_piece_of_code_writes_the_logs_entries_and_moves_its_head()
    {
        Assert.Equal(
            ["src/DelningsNav.Hub/Storage/Log/LogTransaction.cs"],
            FilesWith("\"log_entries\",\\s*\\(\"|INSERT INTO log_entries|UPDATE log_head"));
        Assert.Empty(FilesWith(@"UPDATE log_entries SET (?!payload)|DELETE FROM log_entries|DELETE FROM log_nodes"));
    }

    // An end that is logged without its notices leaves a recipient relying on an ended consent (ADR 0027).
    [Fact]
    public void Only_ConsentOver_logs_the_end_of_a_consent()
    {
        Assert.Equal(
            ["src/DelningsNav.Hub/Notices/ConsentEnded.cs"],
            FilesWith(
                @"ConsentEntry\.OfAsync\((?:(?!;)[\s\S])*?(EntryKinds\.Consent(Withdrawn|Lapsed|Ended|Annulled|Superseded|Expired)\b)"));
    }

    private static IEnumerable<string> FilesWith(string pattern) =>
        Sources.CSharp("src").Where(file => file.Has(pattern)).Select(file => file.Path);
}
