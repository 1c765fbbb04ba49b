using System;

namespace EcrBoot.Registry;

/// <summary>The host part of whatever a person may call a registry: a host, a URL, an image reference.</summary>
public static class RegistryHost
{
    /// <summary>The host in lower case, with its port unless that is https's own; empty where there is none.</summary>
    /// <param name="text">A host, a URL, or an image reference.</param>
    public static string Of(string? text)
    {
        if (text is null)
            return "";

        var host = text.Trim();
        var scheme = host.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var name = host.Substring(0, scheme);
            if (!name.Equals("https", StringComparison.OrdinalIgnoreCase) && !name.Equals("http", StringComparison.OrdinalIgnoreCase))
                return "";
            host = host.Substring(scheme + 3);
        }

        var slash = host.IndexOf('/');
        if (slash >= 0)
            host = host.Substring(0, slash);

        // Anything but a plain name and port is no host: user information, queries, control characters.
        foreach (var c in host)
        {
            if (!(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':' or '[' or ']'))
                return "";
        }

        host = host.ToLowerInvariant();
        return host.EndsWith(":443", StringComparison.Ordinal) ? host.Substring(0, host.Length - 4) : host;
    }

    /// <summary>A person's text as it can be shown in a message: one line, no control characters, at most 120 characters.</summary>
    /// <param name="text">The text; null is shown as nothing.</param>
    public static string Shown(string? text)
    {
        if (text is null)
            return "";

        // A password may stand before an @; a digest's @ comes behind the first slash of the path.
        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var slash = text.IndexOf('/', start);
        var at = text.Length == 0 ? -1 : text.LastIndexOf('@', slash < 0 ? text.Length - 1 : slash);
        if (at >= start)
            text = text.Substring(0, start) + "…" + text.Substring(at);

        var shown = text.Length > 120 ? text.Substring(0, 117) + "…" : text;
        var characters = shown.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i]))
                characters[i] = ' ';
        }

        return new string(characters);
    }
}
