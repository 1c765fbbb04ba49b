BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
}

Describe 'Connect-EcrRegistry' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'logs in to the own registry without parameters and says so' {
        $login = Connect-EcrRegistry -InformationVariable said 6>$null
        $login | Should -BeOfType ([EcrBoot.EcrLogin])
        $login.Registry | Should -BeExactly $sandbox.Registry
        $login.Store | Should -BeExactly 'file'
        $login.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddHours(11))
        "$said" | Should -BeExactly 'Login Succeeded'
        Join-Path $sandbox.Folder 'config.json' | Should -Exist
    }

    It 'takes registries by <Way>' -ForEach @(
        @{ Way = 'array'; Command = { Connect-EcrRegistry public.ecr.aws, '000000000001' 6>$null } }
        @{ Way = 'pipeline'; Command = { 'public.ecr.aws', '000000000001' | Connect-EcrRegistry 6>$null } }
        @{ Way = 'property'; Command = { [pscustomobject]@{ Registry = 'public.ecr.aws', '000000000001' } | Connect-EcrRegistry 6>$null } }
        @{ Way = 'CSV'; Command = { "Registry`npublic.ecr.aws`n000000000001" | ConvertFrom-Csv | Connect-EcrRegistry 6>$null } }
    ) {
        (& $Command).Registry | Should -Be @('public.ecr.aws', '000000000001.dkr.ecr.eu-central-1.amazonaws.com')
    }

    It 'writes the logins first, then an error for each registry that failed' {
        $logins = Connect-EcrRegistry docker.io, '000000000001', 12345 -ErrorAction SilentlyContinue -ErrorVariable failed 6>$null
        $logins.AccountId | Should -Be '000000000001'
        $failed.FullyQualifiedErrorId | Should -Be @('NotAnEcrRegistry,EcrBoot.Commands.ConnectEcrRegistryCommand', 'AccountIdTooShort,EcrBoot.Commands.ConnectEcrRegistryCommand')
        $failed.TargetObject | Should -Be @('docker.io', '12345')
    }

    It 'ends with a terminating error where nothing was logged in' {
        { Connect-EcrRegistry docker.io } | Should -Throw -ErrorId 'NotAnEcrRegistry,EcrBoot.Commands.ConnectEcrRegistryCommand'
    }

    It 'refuses a PSCredential in a sentence' {
        $credential = [pscredential]::new('user', [securestring]::new())
        { Connect-EcrRegistry -Credential $credential } | Should -Throw -ErrorId 'NotAwsCredentials,*'
    }

    It 'does nothing under -WhatIf' {
        Connect-EcrRegistry -WhatIf | Should -BeNullOrEmpty
        $sandbox.Folder | Should -Not -Exist
    }

    It 'renews what Get-EcrLogin gives' {
        Connect-EcrRegistry 6>$null | Out-Null
        (Get-EcrLogin | Connect-EcrRegistry 6>$null).Registry | Should -Be $sandbox.Registry
    }

    It 'makes pwsh -File exit with 1 under ErrorActionPreference Stop' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
        $script = Join-Path $TestDrive 'fails.ps1'
        $manifest = Join-Path (Get-Module EcrBoot).ModuleBase 'EcrBoot.psd1'
        Set-Content $script "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Connect-EcrRegistry docker.io; exit 0"
        & (Get-Process -Id $PID).Path -NoProfile -File $script *> $null
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'Connect-EcrRegistry where AWS refuses' {
    BeforeEach { $sandbox = Start-Sandbox -ArgumentList $Switches }
    AfterEach { Stop-Sandbox $sandbox }

    It 'says <Id>' -ForEach @(
        @{ Id = 'AccessDenied'; Switches = '--fault', 'access-denied' }
        @{ Id = 'NoCredentials'; Switches = '--no-role' }
        @{ Id = 'CredentialsExpired'; Switches = '--fault', 'expired-token' }
    ) {
        { Connect-EcrRegistry } | Should -Throw -ErrorId "$Id,EcrBoot.Commands.ConnectEcrRegistryCommand"
    }
}
