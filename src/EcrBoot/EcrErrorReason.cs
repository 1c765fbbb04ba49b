namespace EcrBoot;

/// <summary>What went wrong, in terms a caller can act on. Each value is the stable ErrorId of the cmdlets' error records.</summary>
public enum EcrErrorReason
{
    /// <summary>The text is not the name of an Amazon ECR registry.</summary>
    NotAnEcrRegistry,

    /// <summary>The account id has fewer than 12 digits; a leading zero was lost.</summary>
    AccountIdTooShort,

    /// <summary>The region asked for is not the region in the registry's name.</summary>
    RegionMismatch,

    /// <summary>No region was given and none could be found.</summary>
    RegionUnknown,

    /// <summary>No AWS credentials were found anywhere.</summary>
    NoCredentials,

    /// <summary>The object given as AWS credentials holds none.</summary>
    NotAwsCredentials,

    /// <summary>The named profile does not exist or cannot be used.</summary>
    ProfileUnusable,

    /// <summary>AWS refused the action for this identity.</summary>
    AccessDenied,

    /// <summary>The credentials were valid once and have expired.</summary>
    CredentialsExpired,

    /// <summary>AWS does not know these credentials, or their signature is wrong.</summary>
    CredentialsInvalid,

    /// <summary>This host's clock differs too much from AWS's.</summary>
    ClockSkew,

    /// <summary>AWS asked to slow down and kept doing so.</summary>
    Throttled,

    /// <summary>AWS answered with a server error.</summary>
    ServiceFault,

    /// <summary>The answer could not be understood.</summary>
    AnswerMalformed,

    /// <summary>A name could not be resolved, or no connection could be made.</summary>
    EndpointUnreachable,

    /// <summary>The server's TLS certificate is not trusted by this host.</summary>
    TlsNotTrusted,

    /// <summary>The time limit was reached.</summary>
    TimedOut,

    /// <summary>It was told to end before it was done.</summary>
    Stopped,

    /// <summary>The registry refused the token that AWS issued.</summary>
    RegistryRejected,

    /// <summary>The docker configuration is not valid JSON, or not a file that can be read safely.</summary>
    ConfigMalformed,

    /// <summary>The docker configuration or its folder cannot be read or written.</summary>
    ConfigNotWritable,

    /// <summary>The docker configuration in the user's home belongs to someone else.</summary>
    ConfigNotOwned,

    /// <summary>Another writer holds the docker configuration, or keeps changing it.</summary>
    ConfigBusy,

    /// <summary>There is no such user on this host.</summary>
    UserUnknown,

    /// <summary>Acting as another user was not possible.</summary>
    UserNotPermitted,

    /// <summary>The configured credential helper is not installed.</summary>
    HelperMissing,

    /// <summary>The configured credential helper failed or refused.</summary>
    StoreRefused,

    /// <summary>Another credential helper serves that registry.</summary>
    HelperConflict,

    /// <summary>There is no login for that registry.</summary>
    NotLoggedIn,

    /// <summary>This boot's login was made, and is not there any more.</summary>
    LoginRemoved,

    /// <summary>This boot's login was made, and has expired.</summary>
    LoginExpired,

    /// <summary>A login failed for a reason that none of the others names.</summary>
    LoginFailed,

    /// <summary>A login was begun in this boot and ended without a verdict: it was killed.</summary>
    LoginKilled,

    /// <summary>Docker was given no password, because the command before it failed.</summary>
    NoPassword,

    /// <summary>The login of this boot has not ended yet.</summary>
    LoginRunning,

    /// <summary>What the log says is of another boot, or may be.</summary>
    LogStale,

    /// <summary>There is no log, and no login has begun in this boot.</summary>
    LogMissing,

    /// <summary>The log cannot be read, or cannot be understood.</summary>
    LogUnreadable,

    /// <summary>A log tells of a success, and nothing proves that it is this boot's for that registry.</summary>
    LoginUnproven,

    /// <summary>A parameter's value cannot be used.</summary>
    BadArgument,

    /// <summary>Something of somebody else's stands where the boot hook goes.</summary>
    HookConflict,

    /// <summary>A system file of the boot hook cannot be read or written.</summary>
    HookFault,

    /// <summary>Only root may do this.</summary>
    RootRequired,

    /// <summary>Only an administrator of Windows may do this, elevated.</summary>
    ElevationRequired,

    /// <summary>The module has no program for that platform.</summary>
    ProgramMissing,
}
