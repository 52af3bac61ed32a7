using System.Security.Claims;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.Tests;

/// <summary>Somebody at the pages of the real application, with the session cookie that a sign-in gives and a browser's own handling of forms.</summary>
internal sealed partial class SignedIn : IDisposable
{
    private readonly HttpClient _http;

    private SignedIn(HttpClient http) => _http = http;

    /// <summary>One with a session that opens one area, or nobody when there is no member of staff.</summary>
    public static SignedIn At(TestApp app, StaffMemberId? staff, string area) =>
        At(app, staff is { } id ? [new Claim(SignInSetup.StaffClaim, id.ToString()), new Claim("area", area), new Claim("name", "Siv System")] : []);

    /// <summary>A guardian or pupil at Min sida.</summary>
    public static SignedIn At(TestApp app, PersonId person) =>
        At(app, [new Claim(SignInSetup.PersonClaim, person.ToString()), new Claim("area", "minsida"), new Claim("name", "Vera Vanlig")]);

    private static SignedIn At(TestApp app, Claim[] claims)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new System.Net.CookieContainer() }) { BaseAddress = app.Address };
        if (claims.Length > 0)
        {
            var cookies = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
            var person = new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
            var ticket = new AuthenticationTicket(
                person, new AuthenticationProperties { IssuedUtc = app.Clock.GetUtcNow() }, CookieAuthenticationDefaults.AuthenticationScheme);
            http.DefaultRequestHeaders.Add("Cookie", $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}");
        }

        return new SignedIn(http);
    }

    /// <summary>Looks at a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The text of a page that must be there.</summary>
    public async Task<string> ReadAsync(string path) =>
        System.Net.WebUtility.HtmlDecode(await (await GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Sends a form as the page's own would, with the token that it gave.</summary>
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
        // The layout's own form, which signs out, has a token on every page.
        var page = await (await GetAsync("/hjalp")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        form.Add(new StringContent(Token().Match(page).Groups[1].Value), "__RequestVerificationToken");
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
