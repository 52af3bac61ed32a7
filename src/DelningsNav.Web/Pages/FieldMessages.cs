using System.ComponentModel.DataAnnotations;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages;

/// <summary>Translates the framework's own messages about fields into the reader's language.</summary>
internal static class FieldMessages
{
    /// <summary>Replaces every message of model binding, and of a required field that has no message of its own.</summary>
    public static void Translate(MvcOptions mvc, IStringLocalizer<SharedTexts> texts)
    {
        var messages = mvc.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["FieldUnreadable"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["FieldRequired"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["FieldRequired"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["FieldRequired"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["FieldUnreadable"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["FieldUnreadable"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["FieldNumber"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["FieldUnreadable"]);
        messages.SetValueIsInvalidAccessor(_ => texts["FieldUnreadable"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["FieldNumber"]);
        messages.SetValueMustNotBeNullAccessor(_ => texts["FieldRequired"]);
        mvc.ModelMetadataDetailsProviders.Add(new RequiredMessage());
    }

    private sealed class RequiredMessage : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            var silent = context.ValidationMetadata.ValidatorMetadata.OfType<RequiredAttribute>()
                .Where(required => required.ErrorMessage is null && required.ErrorMessageResourceName is null);
            foreach (var required in silent)
            {
                required.ErrorMessageResourceType = typeof(RequiredTexts);
                required.ErrorMessageResourceName = nameof(RequiredTexts.FieldRequired);
            }
        }
    }
}
