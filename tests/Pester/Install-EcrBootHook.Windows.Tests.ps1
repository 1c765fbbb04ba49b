# For Windows, in an elevated session: Invoke-Pester -TagFilter Windows. It registers real tasks and a real service, and removes them.
BeforeDiscovery {
    $onWindows = [Environment]::OSVersion.Platform -eq 'Win32NT'
    $usable = $onWindows -and ([Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

Describe 'The boot hook of Windows' -Tag Windows -Skip:(-not $usable) {
    BeforeAll {
        Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
        $system = Join-Path $env:SystemRoot 'System32'
        $service = 'actions.runner.ecrboot-test.one'
    }
    AfterEach {
        [void] (Uninstall-EcrBootHook)
        & "$system\sc.exe" delete $service > $null
        & "$system\schtasks.exe" /Delete /TN ecrboot-test-init /F 2> $null > $null
    }

    It 'Install-EcrBootHook registers a task that the Task Scheduler keeps as it was meant' {
        (Install-EcrBootHook -User SYSTEM).State | Should -Be 'Installed'
        (Get-EcrBootHook).Drift | Should -BeNullOrEmpty
        $xml = [xml] (& "$system\schtasks.exe" /Query /TN EcrBoot /XML | Out-String)
        $xml.Task.Principals.Principal.UserId | Should -Be 'S-1-5-18'
        $xml.Task.Triggers.BootTrigger | Should -Not -BeNullOrEmpty
        $xml.Task.Settings.Hidden | Should -Be 'true'
    }

    It 'Only administrators may write to its folders' {
        [void] (Install-EcrBootHook -User SYSTEM)
        foreach ($folder in "$env:ProgramFiles\EcrBoot", "$env:ProgramData\EcrBoot") {
            $acl = Get-Acl $folder
            $acl.AreAccessRulesProtected | Should -BeTrue
            @($acl.Access | Where-Object { $_.FileSystemRights -band [Security.AccessControl.FileSystemRights]::Write }).IdentityReference.Value | Sort-Object |
                Should -Be 'BUILTIN\Administrators', 'NT AUTHORITY\SYSTEM'
        }
    }

    It 'Uninstall-EcrBootHook leaves no trace' {
        [void] (Install-EcrBootHook -User SYSTEM -RefreshIntervalSec 3600)
        (Uninstall-EcrBootHook).State | Should -Be 'NotInstalled'
        foreach ($task in 'EcrBoot', 'EcrBootRunners', 'EcrBootRefresh') { "$system\Tasks\$task" | Should -Not -Exist }
        "$env:ProgramFiles\EcrBoot" | Should -Not -Exist
        'HKLM:\SOFTWARE\EcrBoot' | Should -Not -Exist
    }

    It '-HoldRunner sets a <start> service to manual start and restores it' -TestCases @{ start = 'auto' }, @{ start = 'delayed-auto' } {
        & "$system\sc.exe" create $service binPath= "$system\cmd.exe" start= $start > $null
        $before = Get-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$service"
        [void] (Install-EcrBootHook -User SYSTEM -HoldRunner)
        (Get-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$service").Start | Should -Be 3
        [void] (Uninstall-EcrBootHook)
        $after = Get-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$service"
        $after.Start | Should -Be $before.Start
        $after.DelayedAutostart | Should -Be $before.DelayedAutostart
    }

    It '-Before lets another start-up task wait and restores it' {
        & "$system\schtasks.exe" /Create /TN ecrboot-test-init /RU SYSTEM /SC ONSTART /TR "$system\where.exe" /F > $null
        [void] (Install-EcrBootHook -User SYSTEM -Before ecrboot-test-init)
        ([xml] (& "$system\schtasks.exe" /Query /TN ecrboot-test-init /XML | Out-String)).Task.Triggers.BootTrigger.Enabled | Should -Be 'false'
        (Get-EcrBootHook).Drift | Should -BeNullOrEmpty
        [void] (Uninstall-EcrBootHook)
        ([xml] (& "$system\schtasks.exe" /Query /TN ecrboot-test-init /XML | Out-String)).Task.Triggers.BootTrigger.Enabled | Should -Not -Be 'false'
    }

    It 'The runners'' task starts what is held when the login has ended' {
        [void] (Install-EcrBootHook -User SYSTEM -HoldRunner -TimeoutSec 5)
        & "$system\schtasks.exe" /Run /TN EcrBoot > $null
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (-not (Test-Path HKLM:\SOFTWARE\EcrBoot\LoginEnded) -and $clock.Elapsed.TotalSeconds -lt 60) { Start-Sleep 1 }
        'HKLM:\SOFTWARE\EcrBoot\LoginEnded' | Should -Exist
        (Get-EcrBootLog).Verdict | Should -BeIn 'Succeeded', 'Failed'
    }
}

Describe 'The boot hook of Windows, not elevated' -Tag Windows -Skip:(-not $onWindows -or $usable) {
    It 'is refused in a sentence' {
        Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
        { Install-EcrBootHook -ErrorAction Stop } | Should -Throw -ErrorId 'ElevationRequired,*'
    }
}
