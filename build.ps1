<#
.SYNOPSIS
    Builds, tests, packs or measures EcrBoot. A thin wrapper around dotnet.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Pester
    In this PowerShell, tests the module that lies in out/EcrBoot, which another machine may have made. It needs tests/Sandbox built.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Pack', 'Bench')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

function Invoke-PesterTest {
    if (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0') {
        # Pester cannot test a module that this session has loaded in another version: a session of its own.
        & (Get-Process -Id $PID).Path -NoProfile -Command "Import-Module Pester -MinimumVersion 5.0; Invoke-Pester '$PSScriptRoot/tests/Pester' -CI"
        if ($LASTEXITCODE) { throw "Pester: $LASTEXITCODE failed." }
    }
    else {
        Write-Warning 'Pester was not run: Pester 5 or later is not installed.'
    }
}

switch ($Task) {
    'Build' { Invoke-DotNet build }
    'Pack' { Invoke-DotNet publish src/EcrBoot.PowerShell -c Release }
    'Bench' { Invoke-DotNet run -c Release --project bench }
    'Pester' { Invoke-PesterTest }
    'Test' { Invoke-DotNet test; Invoke-PesterTest }
}
