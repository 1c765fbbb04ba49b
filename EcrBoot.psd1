@{
    RootModule             = 'EcrBoot.PowerShell.dll'
    NestedModules          = @('EcrBoot.Loader.dll')
    ModuleVersion          = '0.1.0'
    GUID                   = '2f0b6c1e-6a57-4a0b-9d6e-7c9c4f3f5a52'
    Author                 = 'The EcrBoot authors'
    CompanyName            = 'EcrBoot'
    Copyright              = '(c) The EcrBoot authors. Apache-2.0.'
    Description            = 'Logs Docker in to Amazon ECR with the instance''s own role, for the user who runs the jobs.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Core', 'Desktop')
    FormatsToProcess       = @('EcrBoot.Format.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    CmdletsToExport        = @('Connect-EcrRegistry', 'Disconnect-EcrRegistry', 'Get-EcrLogin', 'Get-EcrBootLog', 'Test-EcrBootLog',
                               'Install-EcrBootHook', 'Get-EcrBootHook', 'Uninstall-EcrBootHook',
                               'Register-EcrCredentialHelper', 'Unregister-EcrCredentialHelper')
    PrivateData            = @{
        PSData = @{
            Tags         = @('AWS', 'ECR', 'Docker', 'Linux', 'Windows', 'PSEdition_Core', 'PSEdition_Desktop')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
