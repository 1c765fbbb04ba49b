BeforeAll {
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/EcrBoot/EcrBoot.psd1') -Force
    $denied = 'An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: no'
    $noPassword = 'Error: Cannot perform an interactive login from a non TTY device'
}

Describe 'Test-EcrBootLog' {
    BeforeEach { $log = Join-Path $TestDrive 'onboot' }

    It 'is true of a login of this boot' {
        Set-Content $log 'Login Succeeded'
        Test-EcrBootLog -Path $log | Should -BeTrue
    }

    It 'is false of a login that failed, and names the cause' {
        Set-Content $log 'Login Succeeded', $denied, $noPassword
        Test-EcrBootLog -Path $log -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeFalse
        $failed.FullyQualifiedErrorId | Should -BeExactly 'AccessDenied,EcrBoot.Commands.TestEcrBootLogCommand'
    }

    It 'fails the test that expects a success' {
        Set-Content $log $noPassword
        { Test-EcrBootLog -Path $log -ErrorAction SilentlyContinue | Should -BeTrue } | Should -Throw -ErrorId 'PesterAssertionFailed'
    }

    It 'ends a script under Stop' {
        Set-Content $log $noPassword
        { Test-EcrBootLog -Path $log -ErrorAction Stop } | Should -Throw -ErrorId 'NoPassword,EcrBoot.Commands.TestEcrBootLogCommand'
    }

    It 'calls an old success no success' {
        Set-Content $log 'Login Succeeded'
        (Get-Item $log).LastWriteTimeUtc = [datetime]::new(2020, 1, 1)
        Test-EcrBootLog -Path $log -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeFalse
        $failed.FullyQualifiedErrorId | Should -BeExactly 'LogStale,EcrBoot.Commands.TestEcrBootLogCommand'
    }

    It 'takes a file from the pipeline' {
        Set-Content $log 'Login Succeeded'
        Get-Item $log | Test-EcrBootLog | Should -BeTrue
    }
}
