using System.CommandLine;
using System.CommandLine.Parsing;

namespace DelningsNav.Cli.Calls;

/// <summary><c>delningsnav call</c>: sends one signed call, with options like those of curl.</summary>
internal static class CallCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var method = new Argument<string>("method") { Description = "The HTTP method: GET, POST, ..." };
        var url = new Argument<string>("url") { Description = "The whole address, such as https://hub.example/api/v1/record-types." };
        var key = new Option<FileInfo>("--key")
        {
            Description = "The private key to sign with (PEM, see `keys new`).",
            HelpName = "file",
            Required = true,
        };
        var data = new Option<string>("--data")
        {
            Description = "The body: the text itself, @file for a file's content, or @- for what is piped in.",
            HelpName = "text|@file",
        };
        var contentType = new Option<string>("--content-type")
        {
            Description = "The body's media type.",
            HelpName = "type",
            DefaultValueFactory = _ => "application/json",
        };
        var idempotencyKey = new Option<string>("--idempotency-key")
        {
            Description = "A value of your own that makes a repeated POST harmless.",
            HelpName = "value",
        };
        var headers = new Option<string[]>("--header", "-H")
        {
            Description = "A further header; may be given several times.",
            HelpName = "name:value",
        };

        url.Validators.Add(CheckUrl);
        method.Validators.Add(CheckMethod);
        headers.Validators.Add(CheckHeaders);
        key.AcceptExistingOnly();

        var command = new Command("call", "Send one signed call to a hub and print what it answers.")
        {
            method,
            url,
            key,
            data,
            contentType,
            idempotencyKey,
            headers,
        };
        command.SetAction((parsed, ct) => new SignedCall(surroundings).SendAsync(new CallRequest(
            parsed.GetRequiredValue(method).ToUpperInvariant(),
            new Uri(parsed.GetRequiredValue(url)),
            parsed.GetRequiredValue(key),
            parsed.GetValue(data),
            parsed.GetRequiredValue(contentType),
            parsed.GetValue(idempotencyKey),
            parsed.GetValue(headers) ?? []),
            ct));
        return command;
    }

    private static void CheckUrl(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            result.AddError($"`{text}` is not a whole address that starts with http:// or https://");
        }
        else if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            result.AddError("the address must not contain a user name or a fragment (`#`)");
        }
    }

    private static void CheckMethod(ArgumentResult result)
    {
        if (result.Tokens is [var token] && !token.Value.All(char.IsAsciiLetter))
        {
            result.AddError($"`{token.Value}` is not an HTTP method");
        }
    }

    private static void CheckHeaders(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            var name = token.Value.Split(':')[0].Trim().ToLowerInvariant();
            if (name.Length == 0 || !token.Value.Contains(':', StringComparison.Ordinal))
            {
                result.AddError($"`{token.Value}` is not a header; write name:value");
            }
            else if (name is "signature" or "signature-input" or "content-digest" or "content-type" or "idempotency-key")
            {
                result.AddError(name is "content-type" or "idempotency-key"
                    ? $"use --{name} for this header"
                    : $"the header `{name}` is set by the signature");
            }
        }
    }
}
