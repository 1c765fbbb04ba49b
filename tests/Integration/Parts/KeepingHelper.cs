using System;
using System.IO;

namespace EcrBoot.Integration;

/// <summary>A credential helper, <c>docker-credential-keep</c>: a script that keeps one login a line in its user's home.</summary>
internal static class KeepingHelper
{
    private const string Script = """
        #!/bin/sh
        kept="$HOME/kept"; touch "$kept"
        echo "$1 as $(id -un) in $HOME" >> "$HOME/calls"
        case "$1" in
        store) sed 's/.*"ServerURL":"\([^"]*\)","Username":"\([^"]*\)","Secret":"\([^"]*\)".*/\1 \2 \3/' > "$kept.new"
          read -r key rest < "$kept.new"; grep -v "^$key " "$kept" >> "$kept.new"; mv "$kept.new" "$kept" ;;
        get) read -r key || :; line=$(grep "^$key " "$kept" | tail -1)
          [ -n "$line" ] || { echo "credentials not found in native keychain"; exit 1; }
          set -- $line; printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}\n' "$1" "$2" "$3" ;;
        erase) read -r key || :; grep -v "^$key " "$kept" > "$kept.new"; mv "$kept.new" "$kept" ;;
        list) printf '{'; sed 's/^\([^ ]*\) \([^ ]*\) .*/"\1":"\2"/' "$kept" | paste -sd, - | tr -d '\n'; printf '}\n' ;;
        esac

        """;

    /// <summary>Puts it into a folder, which is to be on the PATH.</summary>
    /// <param name="bin">The folder.</param>
    /// <param name="first">What the script does before anything else.</param>
    public static void WriteTo(string bin, string first = "")
    {
        Directory.CreateDirectory(bin);
        var path = Path.Combine(bin, "docker-credential-keep");
        File.WriteAllText(path, Script.Replace("#!/bin/sh\n", "#!/bin/sh\n" + first + "\n", StringComparison.Ordinal));
        Tool.Output("chmod", "0755", bin, path);
    }

    /// <summary>What it keeps for the user with that home.</summary>
    public static string Kept(string home) => File.Exists(Path.Combine(home, "kept")) ? File.ReadAllText(Path.Combine(home, "kept")) : "";

    /// <summary>The password it keeps for a host; null where it keeps none.</summary>
    public static string? Password(string home, string host) =>
        Array.Find(Kept(home).Split('\n'), line => line.StartsWith(host + " ", StringComparison.Ordinal))?.Split(' ')[2];

    /// <summary>How it was called.</summary>
    public static string[] Calls(string home) => File.ReadAllLines(Path.Combine(home, "calls"));
}
