BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
}

Describe 'Get-EcrLogin' {
    BeforeAll {
        $sandbox = Start-Sandbox
        Connect-EcrRegistry '000000000001', '000000000002', public.ecr.aws 6>$null | Out-Null
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'lists every ECR login' {
        (Get-EcrLogin).Registry | Should -HaveCount 3
    }

    It 'finds one by <Name>' -ForEach @(
        @{ Name = '000000000002' }
        @{ Name = '*002.dkr*' }
        @{ Name = 'https://000000000002.dkr.ecr.eu-central-1.amazonaws.com/app:1' }
    ) {
        (Get-EcrLogin $Name).AccountId | Should -BeExactly '000000000002'
    }

    It 'says what is left' {
        (Get-EcrLogin public.ecr.aws).Remaining | Should -BeGreaterThan ([timespan]::FromHours(11))
    }

    It 'shows a table of at most 80 columns without the secret' {
        $text = Get-EcrLogin | Out-String -Width 80
        $text | Should -Match 'Registry\s'
        $text | Should -Match '11h 5\dm'
        (Get-EcrLogin | Format-List * | Out-String) | Should -Not -Match 'ey[A-Za-z0-9]{20}'
    }

    It 'has help with examples' {
        (Get-Help Get-EcrLogin -Full).examples.example.Count | Should -BeGreaterOrEqual 2
    }

    It 'is silent where there is no configuration' {
        Get-EcrLogin -DockerConfig (Join-Path $TestDrive 'nowhere') | Should -BeNullOrEmpty
    }

    It 'refuses a malformed configuration, naming the line' {
        $folder = Join-Path $TestDrive 'broken'
        [void] (New-Item -ItemType Directory $folder)
        Set-Content (Join-Path $folder 'config.json') "{`n  `"auths`": [`n"
        Get-EcrLogin -DockerConfig $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeExactly 'ConfigMalformed,EcrBoot.Commands.GetEcrLoginCommand'
        "$failed" | Should -Match 'line \d'
    }
}
