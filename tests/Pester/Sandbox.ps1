# Starts the sandbox as a program of its own, and makes this session believe that it runs on EC2. Dot-source it in BeforeAll.

function Start-Sandbox {
    param([string[]] $ArgumentList = @())

    $root = Split-Path (Split-Path $PSScriptRoot)
    $program = Join-Path $root 'tests/Sandbox/bin/Debug/net10.0/EcrBoot.Sandbox.dll'
    if (-not (Test-Path $program)) { throw 'Build first: dotnet build tests/Sandbox' }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.Arguments = (@("`"$program`"") + $ArgumentList) -join ' '
    $sandbox = @{
        Process     = [System.Diagnostics.Process]::Start($start)
        Folder      = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
        Environment = @{}
        Registry    = $null
    }

    while ($null -ne ($line = $sandbox.Process.StandardOutput.ReadLine())) {
        if ($line -match '^\$env:(\w+) = ''(.*)''$' -and $Matches[1] -ne 'SSL_CERT_FILE') { Set-SandboxVariable $sandbox $Matches[1] $Matches[2] }
        if ($line -match "^The instance's own registry is\s+(\S+)") { $sandbox.Registry = $Matches[1] }
        if ($line -match '^The sandbox is ready') { break }
    }

    if ($null -eq $line) { throw 'The sandbox ended before it was ready.' }
    foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'DOCKER_AUTH_CONFIG', 'SUDO_USER') {
        Set-SandboxVariable $sandbox $name $null
    }

    Set-SandboxVariable $sandbox 'DOCKER_CONFIG' $sandbox.Folder
    $sandbox
}

function Set-SandboxVariable($Sandbox, $Name, $Value) {
    if (-not $Sandbox.Environment.ContainsKey($Name)) { $Sandbox.Environment[$Name] = [Environment]::GetEnvironmentVariable($Name) }
    [Environment]::SetEnvironmentVariable($Name, $Value)
}

function Stop-Sandbox($Sandbox) {
    if (-not $Sandbox) { return }
    $Sandbox.Process.Kill()
    [void] $Sandbox.Process.WaitForExit(5000)
    foreach ($name in @($Sandbox.Environment.Keys)) { [Environment]::SetEnvironmentVariable($name, $Sandbox.Environment[$name]) }
    if (Test-Path $Sandbox.Folder) { Remove-Item $Sandbox.Folder -Recurse -Force }
}
