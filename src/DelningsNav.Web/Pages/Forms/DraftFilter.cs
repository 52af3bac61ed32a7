using DelningsNav.Hub.Drafts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>Opens the draft that an address names, before the page is filled in (ADR 0032).</summary>
/// <remarks>
/// <code>
///   1. Find       another person's draft, a draft of another form and an expired draft give the same page as an unknown address.
///   2. Sent       a draft whose form was sent redirects to the page that followed. If a form is sent twice, the first one counts.
///   3. Fill in    a form that was sent without typed fields gets the fields of the draft, and so does a page that is only read.
///   4. Language   a reader who changes language within a form returns to it with everything that was typed.
/// </code>
/// </remarks>
internal sealed class DraftFilter(FormDrafts drafts) : IAsyncResourceFilter
{
    /// <summary>The name of the button that changes language within a form.</summary>
    public const string LanguageKey = "sprak";

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var (http, ct) = (context.HttpContext, context.HttpContext.RequestAborted);
        var page = ((CompiledPageActionDescriptor)context.ActionDescriptor).HandlerTypeInfo;
        var sent = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : null;
        var typed = sent is null ? [] : TypedFields.Of(page, sent);
        if (http.Request.Query[OpenDraft.Key] is [var named])
        {
            // Step 1: Find.
            var found = Guid.TryParse(named, out var id)
                ? await drafts.FindAsync(new DraftId(id), OpenDraft.PageOf(http.Request), OpenDraft.OwnerOf(http), ct)
                : null;
            if (found is not DraftFound.Open open)
            {
                // Step 2: Sent.
                context.Result = found is DraftFound.Sent { Address: var address }
                    ? new LocalRedirectResult("~" + address)
                    : new NotFoundResult();
                return;
            }

            // Step 3: Fill in.
            http.Features.Set(new OpenDraft(new DraftId(id), open.Fields));
            if (sent is null)
            {
                context.ValueProviderFactories.Add(new DraftValues(open.Fields));
            }
            else if (typed.Count == 0)
            {
                var fields = sent.ToDictionary();
                open.Fields.ToList().ForEach(field => fields[field.Key] = new StringValues(field.Value));
                http.Request.Form = new FormCollection(fields, sent.Files);
            }
        }

        // Step 4: Language.
        if (sent?[LanguageKey] is [{ } language])
        {
            var here = await SavedAddressAsync(http, typed, ct);
            context.Result = new LocalRedirectResult($"~/sprak/{Uri.EscapeDataString(language)}?till={Uri.EscapeDataString(here)}");
            return;
        }

        await next();
    }

    private async Task<string> SavedAddressAsync(HttpContext http, Dictionary<string, string[]> typed, CancellationToken ct)
    {
        if (typed.Count == 0 || !TypedFields.CanBeSaved(typed))
        {
            return http.Request.Path;
        }

        var id = await drafts.SaveAsync(
            http.Features.Get<OpenDraft>()?.Id, OpenDraft.PageOf(http.Request), typed, OpenDraft.OwnerOf(http), ct);
        return OpenDraft.AddressOf(http.Request, id);
    }

    // Provides the draft's fields as if they were the fields of a sent form.
    private sealed class DraftValues(IReadOnlyDictionary<string, string[]> fields) : IValueProviderFactory
    {
        public Task CreateValueProviderAsync(ValueProviderFactoryContext context)
        {
            context.ValueProviders.Add(new FormValueProvider(
                BindingSource.Form,
                new FormCollection(fields.ToDictionary(field => field.Key, field => new StringValues(field.Value))),
                System.Globalization.CultureInfo.CurrentCulture));
            return Task.CompletedTask;
        }
    }
}
