using System;
using System.Text;
using System.Text.RegularExpressions;

namespace EcrBoot.Docker;

/// <summary>Words of other programs and servers, made fit for a message: one line, short, without secrets.</summary>
internal static class ForeignText
{
    private const int Longest = 300;
    private const int TokenLength = 40;
    private const int MostRead = 8192;
    private const int Telling = 8;

    // Load balancers and proxies answer in HTML.
    private static readonly Regex s_tag = new(
        @"<(?<kind>style|script)\b.*?(</\k<kind>\s*>|\z)|<!--.*?(-->|\z)|</?[a-z!][^<>]*(>|\z)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Cleans a text.</summary>
    /// <param name="text">What they said.</param>
    /// <param name="credential">The secret they were told and may repeat; null where they were told none.</param>
    /// <param name="longest">How long the line may be.</param>
    public static string Clean(string text, RegistryCredential? credential = null, int longest = Longest)
    {
        if (text.Length > MostRead)
            text = text.Substring(0, MostRead);
        if (credential is { Password.Length: > 0 })
            text = Mask(Mask(text, credential.Password), credential.BasicAuth);
        if (text.IndexOf("</", StringComparison.Ordinal) >= 0)
            text = s_tag.Replace(text, " ");

        var clean = new StringBuilder();
        var run = 0; // letters of base64 in a row: a long run is a token, whoever's it is
        foreach (var c in text)
        {
            var isBlank = char.IsWhiteSpace(c) || char.IsControl(c);
            if (isBlank && (clean.Length == 0 || clean[clean.Length - 1] == ' '))
                continue;
            run = c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '=' or '_' ? run + 1 : 0;
            if (run == TokenLength)
                clean.Remove(clean.Length - run + 1, run - 1).Append("***");
            else if (run < TokenLength)
                clean.Append(isBlank ? ' ' : c);
        }

        var line = clean.ToString().TrimEnd();
        return line.Length <= longest ? line : line.Substring(0, longest - 1) + "…";
    }

    // A part of a secret is masked too, from eight letters on: what is repeated may have been cut off.
    private static string Mask(string text, string secret)
    {
        var masked = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var length = Math.Min(Telling, secret.Length);
            var at = i + length <= text.Length ? secret.IndexOf(text.Substring(i, length), StringComparison.Ordinal) : -1;
            if (at < 0)
            {
                masked.Append(text[i++]);
                continue;
            }

            while (i + length < text.Length && at + length < secret.Length && text[i + length] == secret[at + length])
                length++;
            masked.Append("***");
            i += length;
        }

        return masked.ToString();
    }
}
