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

BeforeDiscovery {
    # Windows PowerShell has no $IsWindows.
    $onWindows = $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows
    $elevated = $onWindows -and ([Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

Describe 'Connect-EcrRegistry on Windows' -Tag Windows -Skip:(-not $onWindows) {
    BeforeEach {
        $sandbox = Start-Sandbox
        $config = Join-Path $sandbox.Folder 'config.json'
        $me = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
        function Get-Sid($Path) {
            (Get-Acl $Path).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])
        }
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'gives a new config.json and its folder to the user, SYSTEM and the administrators alone' {
        Connect-EcrRegistry 6>$null
        foreach ($path in $config, $sandbox.Folder) {
            (Get-Acl $path).GetOwner([Security.Principal.SecurityIdentifier]).Value | Should -Be $me
            (Get-Acl $path).AreAccessRulesProtected | Should -BeTrue
            $rules = Get-Sid $path
            ($rules.IdentityReference.Value | Sort-Object) | Should -Be (@($me, 'S-1-5-18', 'S-1-5-32-544') | Sort-Object)
            $rules.FileSystemRights | Sort-Object -Unique | Should -Be 'FullControl'
            $rules.AccessControlType | Sort-Object -Unique | Should -Be 'Allow'
        }
    }

    It 'keeps the access list and the owner of an existing config.json' {
        [void] (New-Item -ItemType Directory -Force $sandbox.Folder)
        Set-Content $config '{}'
        icacls $config /grant '*S-1-5-20:R' | Out-Null
        $before = (Get-Acl $config).GetSecurityDescriptorSddlForm('Owner, Access')
        Connect-EcrRegistry 6>$null
        Get-Content $config -Raw | Should -Match ([regex]::Escape($sandbox.Registry))
        (Get-Acl $config).GetSecurityDescriptorSddlForm('Owner, Access') | Should -Be $before
    }

    It 'waits for a program that has the file open, and says so where that does not end' {
        [void] (New-Item -ItemType Directory -Force $sandbox.Folder)
        Set-Content $config '{}'
        $held = [IO.File]::Open($config, 'Open', 'Read', 'Read')
        try { { Connect-EcrRegistry 6>$null } | Should -Throw -ErrorId 'ConfigBusy,*' } finally { $held.Dispose() }
        Get-Content $config | Should -Be '{}'
        Connect-EcrRegistry 6>$null | Should -Not -BeNullOrEmpty
        Get-ChildItem $sandbox.Folder -Force | Should -HaveCount 1
    }

    It 'seeds the file, so that docker does not take wincred by itself' {
        (Connect-EcrRegistry 6>$null).Store | Should -Be 'file'
        Get-Content $config -Raw | Should -Not -Match 'credsStore'
    }

    It 'refuses another user in one sentence where the session is not elevated' -Skip:$elevated {
        { Connect-EcrRegistry -User 'NETWORK SERVICE' } | Should -Throw -ErrorId 'UserNotPermitted,*' -ExpectedMessage '*not elevated*'
    }

    It 'refuses a user without a profile by name' -Skip:(-not $elevated) {
        { Connect-EcrRegistry -User 'S-1-5-21-11-22-33-4444' } | Should -Throw -ErrorId 'ConfigNotWritable,*' -ExpectedMessage "*'S-1-5-21-11-22-33-4444' has no profile*"
    }

    It 'logs <Account> in, in the profile that Windows keeps for it' -Skip:(-not $elevated) -ForEach @(
        @{ Account = 'SYSTEM'; Sid = 'S-1-5-18'; Profile = 'System32\config\systemprofile' }
        @{ Account = 'NETWORK SERVICE'; Sid = 'S-1-5-20'; Profile = 'ServiceProfiles\NetworkService' }
    ) {
        $docker = Join-Path (Join-Path $env:SystemRoot $Profile) '.docker'
        if (Test-Path $docker) { Set-ItResult -Skipped -Because "$docker is there already, and is not this test's to change" }
        try {
            $login = Connect-EcrRegistry -User $Account 6>$null
            $login.ConfigPath | Should -Be (Join-Path $docker 'config.json')
            (Get-Acl $login.ConfigPath).GetOwner([Security.Principal.SecurityIdentifier]).Value | Should -Be $Sid
            (Get-Sid $login.ConfigPath).IdentityReference.Value | Should -Contain $Sid
        }
        finally { Remove-Item $docker -Recurse -Force -ErrorAction SilentlyContinue }
    }
}

Describe 'Connect-EcrRegistry and wincred' -Tag Windows -Skip:(-not ($onWindows -and (Get-Command docker-credential-wincred -ErrorAction SilentlyContinue))) {
    BeforeEach { $sandbox = Start-Sandbox -ArgumentList '--token-length', '4000' }
    AfterEach { Stop-Sandbox $sandbox }

    It 'refuses a login that is too long for it, with the remedies, and changes nothing' {
        [void] (New-Item -ItemType Directory -Force $sandbox.Folder)
        Set-Content (Join-Path $sandbox.Folder 'config.json') '{"credsStore":"wincred"}'
        { Connect-EcrRegistry } | Should -Throw -ErrorId 'StoreRefused,*' -ExpectedMessage '*2,560*Register-EcrCredentialHelper*'
        Get-Content (Join-Path $sandbox.Folder 'config.json') | Should -Be '{"credsStore":"wincred"}'
    }
}
