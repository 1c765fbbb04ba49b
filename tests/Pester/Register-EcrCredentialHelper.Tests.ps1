BeforeDiscovery {
    $module = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot'
    $usable = $IsLinux -and (id -u) -eq 0 -and (Test-Path "$module/native")
}

Describe 'The credential helper' -Skip:(-not $usable) {
    BeforeAll {
        Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
        $registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'
    }
    BeforeEach {
        $root = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
        foreach ($folder in 'etc/skel', 'usr/bin', 'home/dev') { [void] (New-Item -ItemType Directory -Force (Join-Path $root $folder)) }
        [void] (New-Item -ItemType SymbolicLink -Path "$root/bin" -Target usr/bin)
        Copy-Item /bin/sh "$root/usr/bin/sh"
        Set-Content "$root/etc/passwd" "dev:x:4322:4322::/home/dev:/bin/sh`ndaemon:x:2:2::/:/usr/sbin/nologin"
        chown -R 4322:4322 "$root/home/dev"
        $before = (Get-ChildItem $root -Recurse -Force).FullName
    }
    AfterEach { Remove-Item $root -Recurse -Force }

    It 'Register-EcrCredentialHelper sets one user up' {
        $made = Register-EcrCredentialHelper $registry -Root $root -User dev
        $made.Store | Should -Be 'ecrboot'
        $made.OSUser | Should -Be 'dev'
        (Get-Content -Raw "$root/home/dev/.docker/config.json" | ConvertFrom-Json -AsHashtable).credHelpers[$registry] | Should -Be 'ecrboot'
        (Get-Item "$root/usr/bin/docker-credential-ecrboot").Target | Should -Be '/usr/local/lib/ecrboot/bin/ecrboot'
    }

    It 'Register-EcrCredentialHelper takes registries from the pipeline and changes nothing under -WhatIf' {
        @($registry, 'public.ecr.aws') | Register-EcrCredentialHelper -Root $root -AllUsers -WhatIf | Should -BeNullOrEmpty
        (Get-ChildItem $root -Recurse -Force).FullName | Should -Be $before
        (@($registry, 'public.ecr.aws') | Register-EcrCredentialHelper -Root $root -AllUsers).OSUser | Should -Be 'dev', 'dev', '(new users)', '(new users)'
    }

    It 'Register-EcrCredentialHelper refuses what is no registry' {
        { Register-EcrCredentialHelper docker.io -Root $root -User dev -ErrorAction Stop } | Should -Throw -ErrorId 'NotAnEcrRegistry,*'
    }

    It 'Unregister-EcrCredentialHelper leaves no trace' {
        [void] (Register-EcrCredentialHelper $registry -Root $root -AllUsers)
        Unregister-EcrCredentialHelper -Root $root -AllUsers
        (Get-ChildItem $root -Recurse -Force).FullName | Should -Be $before
    }
}
