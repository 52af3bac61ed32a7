using System.Security.Claims;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Sessions;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Tests;

/// <summary>
/// A person on the pages of the real application, with the session cookie of a sign-in and with forms handled as a browser does.
/// </summary>
internal sealed partial class SignedIn : IDisposable
{
    private readonly HttpClient _http;
    private readonly SessionCookie _session;
    private string _token = "";

    private SignedIn(SessionCookie session, Uri address) =>
        (_session, _http) = (session, new HttpClient(session) { BaseAddress = address });

    /// <summary>The header with the cookie of the session, or null before the first request.</summary>
    public string? Cookie => _session.Cookie;

    /// <summary>A person with a session that opens one area, or with no session when there is no member of staff.</summary>
    /// <param name="app">The application.</param>
    /// <param name="staff">The member of staff.</param>
    /// <param name="area">The area.</param>
    /// <param name="returns">Whether the person signs in again when the session has ended, as most tests want.</param>
    public static SignedIn At(TestApp app, StaffMemberId? staff, string area, bool returns = true)
    {
        Claim[] claims = staff is { } id ? [new(SignInSetup.StaffClaim, id.ToString()), new("area", area), new("name", "Siv System")] : [];
        return At(app, claims, returns);
    }

    /// <summary>A guardian or pupil at Min sida.</summary>
    public static SignedIn At(TestApp app, PersonId person, string name = "Vera Vanlig", bool returns = true) => At(
        app, [new Claim(SignInSetup.PersonClaim, person.ToString()), new Claim("area", "minsida"), new Claim("name", name)], returns);

    private static SignedIn At(TestApp app, Claim[] claims, bool returns)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new System.Net.CookieContainer() };
        return new SignedIn(new SessionCookie(app, claims, returns) { InnerHandler = handler }, app.Address);
    }

    /// <summary>Requests a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) =>
        _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The text of a page that must exist.</summary>
    public async Task<string> ReadAsync(string path)
    {
        var page = await (await GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        _token = Token().Match(page) is { Success: true } found ? found.Groups[1].Value : _token;
        return System.Net.WebUtility.HtmlDecode(page);
    }

    /// <summary>Sends a form as the page's own form would, with its token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await PostAsync(path, form);
    }

    /// <summary>Sends a file as the page's own form would.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, string field, byte[] file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), field, "fil.bundle" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await PostAsync(path, form);
    }

    /// <summary>Sends a form without a token, as another site would.</summary>
    public async Task<HttpResponseMessage> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, MultipartFormDataContent form)
    {
        // The layout's sign-out form has a token on every page of a signed-in person. A fenced hub shows only the form's own page.
        using var help = await GetAsync("/hjalp");
        await ReadAsync(help.IsSuccessStatusCode ? "/hjalp" : path);
        form.Add(new StringContent(_token), "__RequestVerificationToken");
        var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);

        // The check before a form is sent is a page of its own, to which a browser is redirected.
        return answer.Headers.Location?.OriginalString is { } check && check.EndsWith("&steg=kontroll", StringComparison.Ordinal)
            ? await GetAsync(check)
            : answer;
    }

    // Signs the person in at the first request, and again when the session has ended.
    private sealed class SessionCookie(TestApp app, Claim[] claims, bool returns) : DelegatingHandler
    {
        private DateTimeOffset _startedAt;
        private DateTimeOffset _usedAt;

        public string? Cookie { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var now = app.Clock.GetUtcNow();
            var isOver = now - _usedAt >= PersonSessions.IdleFor || now - _startedAt >= PersonSessions.LongestFor;
            if (claims.Length > 0 && (Cookie is null || (returns && isOver)))
            {
                (Cookie, _startedAt) = (await app.SignInAsync(claims), now);
            }

            _usedAt = now;
            if (Cookie is not null)
            {
                request.Headers.Add("Cookie", Cookie);
            }

            return await base.SendAsync(request, ct);
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
