using System.Net;
using DelningsNav.Client;
using DelningsNav.Signing;

namespace DelningsNav.Cli.Import;

/// <summary>Imports absence.</summary>
/// <remarks>
/// <code>
///   1. Read      every file, and name every fault. With any fault, nothing is sent.
///   2. Compute   each pupil's absence. The same files give the same records, byte for byte.
///   3. Deposit   look each pupil up at the hub, and deposit the records of the pupils that are found.
/// </code>
/// An import that is interrupted in step 3 can be run again. Records that were already deposited stay unchanged.
/// </remarks>
internal sealed class ImportSs12000(Surroundings surroundings, TextWriter output)
{
    public async Task<int> RunAsync(ImportFiles files, Uri hub, FileInfo keyFile, CancellationToken ct)
    {
        // Steps 1 and 2: Read, Compute.
        var faults = new List<FileFault>();
        using var pages = new Pages(faults);
        var register = new SchoolRegister(await pages.ReadAsync(files.Persons, ct), await pages.ReadAsync(files.Organisations, ct));
        var (within, outside) = AttendanceFile.Read(await pages.ReadAsync(files.Attendance, ct), register, files.Period);
        if (faults.Count > 0)
        {
            return await RefuseAsync(faults);
        }

        var records = AbsenceRecord.Compute(within, register, files.Period);
        using var key = await ReadKeyAsync(keyFile, ct);
        if (key is null)
        {
            return ExitCode.Usage;
        }

        // Step 3: Deposit.
        using var client = DelningsNavClient.Create(hub, key, surroundings.Clock, surroundings.Network());
        var count = new ImportCount();
        try
        {
            await new ImportProgress(output, surroundings.IsTerminal).RunAsync(records, record => DepositAsync(client, record, count, ct));
        }
        catch (Exception broken) when (broken is ProblemException or HttpRequestException
            || (broken is TaskCanceledException && !ct.IsCancellationRequested))
        {
            await SayAsync(count, outside);
            await surroundings.Error.WriteLineAsync(
                $"stopped before the end: {Explain(broken, hub)}; run it again when that is mended, and what is deposited stays as it is");
            return ExitCode.Failed;
        }

        await SayAsync(count, outside);
        return ExitCode.Done;
    }

    private static async Task DepositAsync(DelningsNavClient client, AbsenceRecord record, ImportCount count, CancellationToken ct)
    {
        if (record.Pupil.Number is not { } number)
        {
            count.WithoutNumber++;
            return;
        }

        Guid child;
        try
        {
            child = await client.LookUpPersonAsync(number.Reveal(), LookUpPurpose.ToDeposit(record.Reference), ct);
        }
        catch (ProblemException problem) when (problem.Problem.Slug == "unknown-person")
        {
            count.Unknown++;
            return;
        }

        var span = record.Total.Span;
        var deposited = await client.DepositAsync(
            new RecordToDeposit
            {
                Child = child,
                Type = "franvaro",
                Title = $"Frånvaro {span.From:yyyy-MM-dd} till {span.To:yyyy-MM-dd}",
                Reference = record.Reference,
                PeriodFrom = span.From,
                PeriodTo = span.To,
                MediaType = "application/json",
                Content = record.ToJson(),

                // The form has figures of the pupil and the school's name, and nothing about anybody else.
                MentionsOthers = [],
            },
            ct);
        count.Count(deposited.IsNew);
    }

    private async Task<int> RefuseAsync(List<FileFault> faults)
    {
        foreach (var fault in faults)
        {
            await surroundings.Error.WriteLineAsync(fault.ToString());
        }

        await surroundings.Error.WriteLineAsync(
            $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in the files; nothing was imported");
        return ExitCode.Failed;
    }

    private async Task SayAsync(ImportCount count, int outside)
    {
        await output.WriteLineAsync($"deposited:             {count.Deposited}");
        await output.WriteLineAsync($"unchanged:             {count.Unchanged}");
        await output.WriteLineAsync($"unknown to the hub:    {count.Unknown}");
        await output.WriteLineAsync($"no identity number:    {count.WithoutNumber}");
        await output.WriteLineAsync($"items outside period:  {outside}");
        await output.FlushAsync();
    }

    private async Task<SigningKey?> ReadKeyAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            return SigningKey.FromPem(await File.ReadAllTextAsync(file.FullName, ct));
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync($"`{file}` cannot be used as the key: {problem.Message}");
            return null;
        }
    }

    private static string Explain(Exception broken, Uri hub) => broken switch
    {
        ProblemException { Problem.Status: HttpStatusCode.Unauthorized } refused =>
            $"the hub does not take the signature ({refused.Problem.Slug})",
        ProblemException refused => $"the hub answered {refused.Problem.Slug}: {refused.Problem.Detail ?? refused.Problem.Title}",
        HttpRequestException => $"nothing answers at `{hub.Authority}`",
        _ => $"`{hub.Authority}` did not answer in time",
    };
}

/// <summary>The result of an import so far.</summary>
internal sealed class ImportCount
{
    public int Deposited { get; private set; }

    public int Unchanged { get; private set; }

    public int Unknown { get; set; }

    public int WithoutNumber { get; set; }

    public void Count(bool isNew)
    {
        Deposited += isNew ? 1 : 0;
        Unchanged += isNew ? 0 : 1;
    }
}
