using System;
using System.Collections.Generic;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Docker;

/// <summary>Credential helpers that are shell scripts in a test's own folder.</summary>
[CollectionDefinition(nameof(HelperPrograms), DisableParallelization = true)]
public sealed class HelperPrograms
{
    /// <summary>A helper that keeps one login a line: key, user and secret divided by blanks.</summary>
    private const string Keeping = """
        kept="$(dirname "$0")/../NAME.kept"; touch "$kept"
        case "$1" in
        store) sed 's/.*"ServerURL":"\([^"]*\)","Username":"\([^"]*\)","Secret":"\([^"]*\)".*/\1 \2 \3/' >> "$kept" ;;
        get) read -r key || :; line=$(grep "^$key " "$kept" | tail -1)
          [ -n "$line" ] || { echo "credentials not found in native keychain"; exit 1; }
          set -- $line; printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}\n' "$1" "$2" "$3" ;;
        erase) read -r key || :; grep -v "^$key " "$kept" > "$kept.new"; mv "$kept.new" "$kept" ;;
        list) printf '{'; sed 's/^\([^ ]*\) \([^ ]*\) .*/"\1":"\2"/' "$kept" | paste -sd, - | tr -d '\n'; printf '}\n' ;;
        esac
        """;

    internal static HostEnvironment Host(TestFolder folder) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = folder.File("bin") + ":" + HostProgram.DefaultPath,
        ["HOME"] = folder,
    });

    internal static void Write(TestFolder folder, string name) => WriteScript(folder, name, Keeping.Replace("NAME", name, StringComparison.Ordinal));

    internal static void WriteScript(TestFolder folder, string name, string script) => WriteFile(folder, name, "#!/bin/sh\n" + script + "\n");

    internal static void WriteFile(TestFolder folder, string name, string text)
    {
        TestUser.NeedsLinux();
        Shell.Run("chmod", "+x", folder.Write("bin/docker-credential-" + name, text));
    }
}
