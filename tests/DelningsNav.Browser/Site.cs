using DelningsNav.Tests.Mail;

namespace DelningsNav.Browser;

/// <summary>A copy of the demo city with a web program and a mail server of its own.</summary>
/// <remarks>
/// Each test class has one (<see cref="IClassFixture{TFixture}"/>): what one class does, no other class can see. The tests of a class
/// share it, so each acts where no other test of the class looks, or takes <see cref="AnotherAsync"/>.
/// </remarks>
public sealed class Site(BuiltCity city, Chromium chromium) : IAsyncLifetime
{
    private DirectoryInfo? _data;
    private MailboxServer? _mail;
    private WebProgram? _program;

    /// <summary>Where the program answers, without a slash at the end.</summary>
    public string Address => _program!.Address;

    /// <summary>The folder with the city's database, keys and files.</summary>
    public string Folder => _data!.FullName;

    /// <summary>The mail server that the city's letters go to.</summary>
    internal MailboxServer Mail => _mail!;

    public async ValueTask InitializeAsync()
    {
        _data = city.Copy();
        _mail = await MailboxServer.StartAsync();
        _program = await WebProgram.StartAsync(
            Folder,
            "--Mail:Host=127.0.0.1", $"--Mail:Port={Mail.Port}", "--Mail:Security=None", "--Mail:From=delningsnav@stad.example");
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }

        _data?.Delete(recursive: true);
    }

    /// <summary>Another copy of the city, for one test that changes what applies to everybody.</summary>
    public async Task<Site> AnotherAsync()
    {
        var other = new Site(city, chromium);
        await other.InitializeAsync();
        return other;
    }

    /// <summary>A new visitor, with no cookies, that looks at <paramref name="path"/>.</summary>
    public async Task<Visit> VisitAsync(View view, string path = "/")
    {
        var visit = new Visit(await chromium.NewPageAsync(Address, view), view);
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>A new visitor, signed in as a demo person, on a page of theirs.</summary>
    public async Task<Visit> SignInAsync(View view, string person, string to)
    {
        var visit = await VisitAsync(view, $"/logga-in?till={to}");
        await visit.ClickAsync(visit.Page.Locator($"button[value='{person}']"));
        return visit;
    }
}
