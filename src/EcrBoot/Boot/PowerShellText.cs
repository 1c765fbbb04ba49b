namespace EcrBoot.Boot;

/// <summary>The two programs of a hook without the native one.</summary>
internal static class PowerShellText
{
    /// <summary>The generator as a shell script, for hosts that let one run.</summary>
    public const string Generator = """
        #!/bin/sh
        # Written by Install-EcrBootHook: makes the units of job runners start after the login.
        after=ecrboot.service units='actions.runner.*.service'
        conf=/etc/ecrboot/runner-units.conf
        if [ -r $conf ]; then
            units=
            while IFS= read -r line; do
                case $line in
                    After=*) after=${line#After=} ;;
                    Unit=*) units="$units ${line#Unit=}" ;;
                esac
            done <$conf
        fi
        set -f
        for unit in $units; do
            for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
                set +f
                for file in "$folder"/$unit; do
                    [ -e "$file" ] || [ -L "$file" ] || continue
                    mkdir -p "$1/${file##*/}.d" && printf '[Unit]\nAfter=%s\n' "$after" >"$1/${file##*/}.d/ecrboot.conf"
                done
                set -f
            done
        done
        exit 0

        """;

    /// <summary>The login: pwsh with the module's copy, and the arguments of the native program.</summary>
    public static string Login(string pwsh, string module) => $"""
        #!/bin/sh
        # Written by Install-EcrBootHook: the login where there is no native program for this platform.
        export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
        exec {pwsh} -NoProfile -NonInteractive -File {module}ecrboot.ps1 "$@"

        """;
}
