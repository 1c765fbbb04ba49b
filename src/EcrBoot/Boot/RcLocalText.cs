using System;
using System.Linq;
using System.Text;

namespace EcrBoot.Boot;

/// <summary>
/// An rc.local with our marked block in it. The block stands right after the first line, so that no <c>exit 0</c> comes before it; taking it out again leaves
/// every byte as it was.
/// </summary>
internal sealed class RcLocalText
{
    private const string Begin = "# >>> ecrboot >>> Written by Install-EcrBootHook, removed by Uninstall-EcrBootHook.\n";
    private const string BeginWithShebang = "# >>> ecrboot, with the line above >>> Written by Install-EcrBootHook, removed by Uninstall-EcrBootHook.\n";
    private const string End = "# <<< ecrboot <<<";
    private const string Shebang = "#!/bin/sh";

    // One character for each byte, so that a script in any encoding comes out as it went in.
    private static readonly Encoding s_bytes = Encoding.GetEncoding("iso-8859-1");

    private RcLocalText(string rest, string? block)
    {
        Rest = rest;
        Block = block;
    }

    /// <summary>The script without our block, as it was.</summary>
    public string Rest { get; }

    /// <summary>What stands between our marks; null where there are none.</summary>
    public string? Block { get; }

    /// <summary>The script without our block, as bytes.</summary>
    public byte[] RestBytes => s_bytes.GetBytes(Rest);

    /// <summary>Whether it is a shell's script, or nothing that says otherwise.</summary>
    public bool IsShellScript
    {
        get
        {
            if (Rest.IndexOf('\0') >= 0)
                return false;
            if (!Rest.StartsWith("#!", StringComparison.Ordinal))
                return true;
            var words = Rest.Split('\n')[0].Substring(2).Split(new[] { ' ', '\t', '\r' }, StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Substring(word.LastIndexOf('/') + 1)).ToList();
            var shell = words.Count > 1 && words[0] == "env" ? words[1] : words.FirstOrDefault();
            return shell is "sh" or "bash" or "dash" or "ash" or "ksh" or "zsh" or "busybox";
        }
    }

    /// <summary>Reads a script.</summary>
    public static RcLocalText Parse(byte[] content)
    {
        var text = s_bytes.GetString(content);
        foreach (var begin in new[] { Begin, BeginWithShebang })
        {
            var start = text.IndexOf(begin, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
                continue;
            var block = text.Substring(start + begin.Length, end - start - begin.Length);
            var after = end + End.Length;
            if (after < text.Length && text[after] == '\n')
                after++;
            else if (start > 0)
                start--; // The first line had no end; the one we gave it goes too.
            if (begin == BeginWithShebang)
                start = Math.Max(0, start - Shebang.Length - (start > 0 && text[start - 1] == '\n' ? 1 : 0));
            return new RcLocalText(text.Substring(0, start) + text.Substring(after), Encoding.UTF8.GetString(s_bytes.GetBytes(block)));
        }

        return new RcLocalText(text, block: null);
    }

    /// <summary>The script with a block, in place of one it may have.</summary>
    public byte[] With(string block)
    {
        var ours = s_bytes.GetString(Encoding.UTF8.GetBytes(block)) + End;
        if (!Rest.StartsWith("#!", StringComparison.Ordinal))
            return s_bytes.GetBytes(Shebang + "\n" + BeginWithShebang + ours + "\n" + Rest);
        var line = Rest.IndexOf('\n');
        return s_bytes.GetBytes(line < 0 ? Rest + "\n" + Begin + ours : Rest.Substring(0, line + 1) + Begin + ours + "\n" + Rest.Substring(line + 1));
    }
}
