BeforeAll {
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
}

Describe 'Get-EcrBootLog' {
    BeforeEach {
        $log = Join-Path $TestDrive 'onboot'
        Set-Content $log 'Error: Cannot perform an interactive login from a non TTY device'
    }

    It 'gives verdict, reason, remedy and the line that decides' {
        $found = Get-EcrBootLog $log
        $found.Verdict | Should -Be 'Failed'
        $found.Reason | Should -BeExactly 'NoPassword'
        $found.Remedy | Should -Match 'journalctl -u rc-local'
        $found.Line | Should -BeExactly 'Error: Cannot perform an interactive login from a non TTY device'
    }

    It 'shows the verdict and its reason first, within 80 columns' {
        $lines = (Get-EcrBootLog $log | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Verdict\s+: Failed NoPassword: '
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        (Get-EcrBootLog $log | Format-Table | Out-String -Width 80) | Should -Match 'Failed\s+NoPassword'
    }

    It 'says that there is no log' {
        (Get-EcrBootLog (Join-Path $TestDrive 'nowhere')).Verdict | Should -Be 'Missing'
    }

    It 'waits no longer than it is told' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        (Get-EcrBootLog (Join-Path $TestDrive 'nowhere') -Wait -TimeoutSec 1).Verdict | Should -Be 'Missing'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'has help with examples' {
        (Get-Help Get-EcrBootLog -Full).examples.example.Count | Should -BeGreaterOrEqual 2
    }
}
