using System.Collections.Generic;
using System.Linq;

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

    /// <summary>The login's script: the same library as the native program's, without the module, whose import would cost time.</summary>
    public const string Script = Head + """
        [void] [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/lib/core/any/EcrBoot.dll")

        """ + Body;

    /// <summary>The same for Windows PowerShell, where the module's loader finds what the library needs.</summary>
    public const string WindowsScript = Head + """
        Import-Module "$PSScriptRoot\EcrBoot.psd1"
        [void] [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot\lib\desktop\EcrBoot.dll")

        """ + Body;

    private const string Head = """
        # Written by Install-EcrBootHook: the login of a boot, with the arguments of the native program.
        $ErrorActionPreference = 'Stop'

        """;

    private const string Body = """
        $options = [EcrBoot.Boot.BootLoginOptions]::new()
        $registries = @(); $users = @(); $units = @()
        for ($i = 1; $i -lt $args.Count; $i++) {
            switch ($args[$i]) {
                '--registry' { $registries += $args[++$i] }
                '--user' { $users += $args[++$i] }
                '--runner-unit' { $units += $args[++$i] }
                '--log' { $options.Log = $args[++$i] }
                '--timeout' { $options.Timeout = [timespan]::FromSeconds([int] $args[++$i]) }
                '--jitter' { $options.Jitter = [timespan]::FromSeconds([int] $args[++$i]) }
                '--refresh' { $options.Refresh = $true }
                '--hold-runner' { $options.HoldRunner = $true }
                '--tell-end' { $options.TellEnd = $true }
                default { [Console]::Error.WriteLine("ecrboot: login has no option '$_'."); exit 2 }
            }
        }
        $options.Registries = [string[]] $registries
        $options.Users = [string[]] $users
        if ($units) { $options.RunnerUnits = [string[]] $units }
        # Not a script block, which no other thread could run.
        $echo = [Delegate]::CreateDelegate([Action[string]], [Console].GetMethod('WriteLine', [type[]] @([string])))
        $login = [EcrBoot.Boot.BootLogin]::new($options, [EcrBoot.Host.HostEnvironment]::new(), $echo)
        $report = $login.RunAsync([System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
        exit [int] ($report.Verdict -ne 'Succeeded')

        """;

    /// <summary>The arguments of powershell.exe. Execution policy would keep the script from running; group policy still can.</summary>
    /// <param name="words">The script and its arguments, none of which has a double quote in it.</param>
    public static string WindowsArguments(IEnumerable<string> words) =>
        $"-ExecutionPolicy Bypass -NoProfile -NonInteractive -Command \"& {string.Join(" ", words.Select(static word => "'" + word.Replace("'", "''") + "'"))}; exit $LASTEXITCODE\"";

    /// <summary>The login: pwsh with the module's copy, and the arguments of the native program.</summary>
    public static string Login(string pwsh, string module) => $"""
        #!/bin/sh
        # Written by Install-EcrBootHook: the login where there is no native program for this platform.
        export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
        exec {pwsh} -NoProfile -NonInteractive -File {module}ecrboot.ps1 "$@"

        """;
}
