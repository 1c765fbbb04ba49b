BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $module = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1'

    # Each in a process of its own: assemblies and TLS settings stay until it ends.
    function Invoke-InNewSession([string] $Script) {
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; `$ErrorActionPreference = 'Stop'; Import-Module '$module'; $Script"))
        powershell.exe -ExecutionPolicy Bypass -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
    }
}

# For Windows PowerShell 5.1, which no other system has.
Describe 'Windows PowerShell' -Tag Windows -Skip:($env:OS -ne 'Windows_NT') {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'imports the module without the library and the AWS SDK' {
        Invoke-InNewSession '[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -eq "EcrBoot" -or $_ -like "AWSSDK*" }; (Get-Module EcrBoot).Version.ToString()' |
            Should -Be (Import-PowerShellDataFile $module).ModuleVersion
    }

    It 'logs in with the files of lib/desktop' {
        $said = Invoke-InNewSession 'Connect-EcrRegistry 6>$null | ForEach-Object Registry; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not $_.IsDynamic -and $_.GetName().Name -in "EcrBoot", "AWSSDK.Core", "System.Text.Json" } | ForEach-Object { Split-Path (Split-Path $_.Location) -Leaf }'
        $said | Should -Be @($sandbox.Registry, 'desktop', 'desktop', 'desktop')
    }

    It 'allows TLS 1.2 where the session did not' {
        Invoke-InNewSession '[Net.ServicePointManager]::SecurityProtocol = "Tls"; $null = Connect-EcrRegistry 6>$null; [Net.ServicePointManager]::SecurityProtocol' | Should -Be 'Tls, Tls12'
    }

    It 'says which proxy does not answer' {
        $env:HTTPS_PROXY = 'http://127.0.0.1:1'
        Invoke-InNewSession 'try { Connect-EcrRegistry } catch { "$_" }' | Should -BeLike '*through the proxy 127.0.0.1:1*'
    }

    It 'refuses a server whose certificate nobody vouches for' {
        Stop-Sandbox $sandbox
        $sandbox = Start-Sandbox '--fault', 'untrusted-certificate'
        Invoke-InNewSession 'try { Connect-EcrRegistry } catch { "$_" }' | Should -BeLike '*is not trusted: no certificate authority that this host trusts vouches for it.*'
    }
}
