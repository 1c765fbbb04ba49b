using System.Management.Automation;

namespace EcrBoot.Abstractions;

/// <summary>PowerShell's category for each reason of the library.</summary>
internal static class ErrorCategories
{
    /// <summary>The category of a reason.</summary>
    public static ErrorCategory Of(EcrErrorReason reason) => reason switch
    {
        EcrErrorReason.NotAnEcrRegistry or EcrErrorReason.AccountIdTooShort or EcrErrorReason.RegionMismatch
            or EcrErrorReason.RegionUnknown or EcrErrorReason.NotAwsCredentials or EcrErrorReason.BadArgument => ErrorCategory.InvalidArgument,
        EcrErrorReason.NoCredentials or EcrErrorReason.ProfileUnusable or EcrErrorReason.CredentialsExpired
            or EcrErrorReason.CredentialsInvalid or EcrErrorReason.ClockSkew or EcrErrorReason.RegistryRejected
            or EcrErrorReason.LoginExpired or EcrErrorReason.NoPassword => ErrorCategory.AuthenticationError,
        EcrErrorReason.AccessDenied or EcrErrorReason.ConfigNotWritable or EcrErrorReason.ConfigNotOwned
            or EcrErrorReason.UserNotPermitted => ErrorCategory.PermissionDenied,
        EcrErrorReason.Throttled or EcrErrorReason.ConfigBusy or EcrErrorReason.LoginRunning => ErrorCategory.ResourceBusy,
        EcrErrorReason.ServiceFault => ErrorCategory.ResourceUnavailable,
        EcrErrorReason.AnswerMalformed or EcrErrorReason.ConfigMalformed => ErrorCategory.InvalidData,
        EcrErrorReason.EndpointUnreachable => ErrorCategory.ConnectionError,
        EcrErrorReason.TlsNotTrusted => ErrorCategory.SecurityError,
        EcrErrorReason.TimedOut => ErrorCategory.OperationTimeout,
        EcrErrorReason.Stopped or EcrErrorReason.LoginKilled => ErrorCategory.OperationStopped,
        EcrErrorReason.UserUnknown or EcrErrorReason.HelperMissing or EcrErrorReason.NotLoggedIn
            or EcrErrorReason.LoginRemoved or EcrErrorReason.LogMissing => ErrorCategory.ObjectNotFound,
        EcrErrorReason.LogStale or EcrErrorReason.LoginUnproven => ErrorCategory.InvalidResult,
        EcrErrorReason.LogUnreadable => ErrorCategory.ReadError,
        EcrErrorReason.LoginFailed => ErrorCategory.InvalidOperation,
        EcrErrorReason.HookConflict or EcrErrorReason.HelperConflict => ErrorCategory.ResourceExists,
        EcrErrorReason.HookFault => ErrorCategory.WriteError,
        EcrErrorReason.RootRequired or EcrErrorReason.ElevationRequired => ErrorCategory.PermissionDenied,
        EcrErrorReason.ProgramMissing => ErrorCategory.NotInstalled,
        EcrErrorReason.StoreRefused => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };
}
