using System;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Which failures a boot outgrows, and how long to wait before the next try.</summary>
internal static class BootRetry
{
    /// <summary>How long a refusal is not believed. IAM is eventually consistent: a role made with the instance may not be known everywhere.</summary>
    public static TimeSpan RefusalPatience { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long, from the first such failure on, to go on trying; null to the deadline, zero not at all.</summary>
    public static TimeSpan? Patience(EcrException error, HostEnvironment host) => error.Reason switch
    {
        // Nothing but this process's own environment can change that.
        EcrErrorReason.NoCredentials or EcrErrorReason.RegionUnknown when IsMetadataOff(host) => TimeSpan.Zero,

        // What a boot lacks: the network, names, the metadata service, the role, a sane clock (which certificates need too).
        EcrErrorReason.NoCredentials or EcrErrorReason.EndpointUnreachable or EcrErrorReason.TimedOut or EcrErrorReason.Throttled
            or EcrErrorReason.ServiceFault or EcrErrorReason.AnswerMalformed or EcrErrorReason.ClockSkew or EcrErrorReason.CredentialsExpired
            or EcrErrorReason.UserUnknown => null,
        EcrErrorReason.TlsNotTrusted when error.MayBeTheClock => null,

        // The region is the metadata service's to tell; a name that is none stays none.
        EcrErrorReason.RegionUnknown when error.InnerException is EcrException { Reason: EcrErrorReason.NoCredentials } => null,

        // An authority may be installed by cloud-init a moment later.
        EcrErrorReason.TlsNotTrusted or EcrErrorReason.AccessDenied or EcrErrorReason.CredentialsInvalid or EcrErrorReason.RegistryRejected or EcrErrorReason.ProfileUnusable => RefusalPatience,
        _ => TimeSpan.Zero,
    };

    /// <summary>The most to wait before the next try: it doubles, and stays short where no one but this host is asked.</summary>
    public static TimeSpan MostDelay(int failures, bool isThrottled)
    {
        var seconds = 0.25 * Math.Pow(2, Math.Min(failures, 10));
        return TimeSpan.FromSeconds(Math.Min(seconds, isThrottled ? 20 : 2));
    }

    private static bool IsMetadataOff(HostEnvironment host) =>
        string.Equals(host.Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
}
