BeforeDiscovery {
    $module = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot'
    $usable = $IsLinux -and (id -u) -eq 0 -and (Test-Path "$module/native")
}

Describe 'The boot hook' -Skip:(-not $usable) {
    BeforeAll { Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force }
    BeforeEach {
        $root = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
        foreach ($folder in 'etc/systemd/system', 'usr/bin') { [void] (New-Item -ItemType Directory -Force (Join-Path $root $folder)) }
        [void] (New-Item -ItemType SymbolicLink -Path "$root/bin" -Target usr/bin)
        Copy-Item /bin/sh "$root/usr/bin/sh"
        $before = (Get-ChildItem $root -Recurse -Force).FullName
    }
    AfterEach { Remove-Item $root -Recurse -Force }

    It 'Install-EcrBootHook installs and enables' {
        $hook = Install-EcrBootHook -Root $root -Method Systemd -User root
        $hook.State | Should -Be 'Installed'
        "$root/etc/systemd/system/ecrboot.service" | Should -FileContentMatch 'TimeoutStartSec=135'
        (Get-Item "$root/etc/systemd/system/multi-user.target.wants/ecrboot.service").Target | Should -Be '/etc/systemd/system/ecrboot.service'
    }

    It 'Install-EcrBootHook changes nothing under -WhatIf' {
        Install-EcrBootHook -Root $root -Method Systemd -WhatIf
        (Get-ChildItem $root -Recurse -Force).FullName | Should -Be $before
    }

    It 'Get-EcrBootHook reports drift' {
        [void] (Install-EcrBootHook -Root $root -Method Systemd -User root)
        Add-Content "$root/etc/systemd/system/ecrboot.service" '# edited'
        $hook = Get-EcrBootHook -Root $root
        $hook.State | Should -Be 'Drifted'
        $hook.Drift | Should -Be "$root/etc/systemd/system/ecrboot.service: changed"
    }

    It 'Uninstall-EcrBootHook leaves no trace' {
        [void] (Install-EcrBootHook -Root $root -Method RcLocal -User root)
        (Uninstall-EcrBootHook -Root $root).State | Should -Be 'NotInstalled'
        (Get-ChildItem $root -Recurse -Force).FullName | Should -Be $before
    }
}
