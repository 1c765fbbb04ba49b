BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
}

Describe 'Disconnect-EcrRegistry' {
    BeforeEach {
        $sandbox = Start-Sandbox
        [void] (New-Item -ItemType Directory $sandbox.Folder)
        Set-Content (Join-Path $sandbox.Folder 'config.json') '{ "auths": { "https://index.docker.io/v1/": { "auth": "dTpw" } }, "mine": 1.50 }'
        Connect-EcrRegistry '000000000001', '000000000002' 6>$null | Out-Null
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'removes just the entries named' {
        Disconnect-EcrRegistry '000000000001'
        (Get-EcrLogin).AccountId | Should -Be '000000000002'
        $config = Get-Content -Raw (Join-Path $sandbox.Folder 'config.json')
        $config | Should -Match 'index.docker.io'
        $config | Should -Match '"mine": 1\.50'
    }

    It 'removes what comes down the pipeline' {
        Get-EcrLogin | Disconnect-EcrRegistry
        Get-EcrLogin | Should -BeNullOrEmpty
    }

    It 'says what is not there, and removes the rest' {
        Disconnect-EcrRegistry '000000000009', '000000000001' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeExactly 'NotLoggedIn,EcrBoot.Commands.DisconnectEcrRegistryCommand'
        (Get-EcrLogin).AccountId | Should -Be '000000000002'
    }

    It 'changes nothing under -WhatIf' {
        Disconnect-EcrRegistry * -WhatIf
        Get-EcrLogin | Should -HaveCount 2
    }
}
