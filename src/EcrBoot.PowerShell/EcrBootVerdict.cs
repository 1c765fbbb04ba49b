namespace EcrBoot;

/// <summary>Whether this boot's login was made.</summary>
public enum EcrBootVerdict
{
    /// <summary>Nobody can say: a file cannot be read or understood, or a login that was made cannot be looked at.</summary>
    Unknown,

    /// <summary>Every login asked for was made in this boot, and is still there and valid.</summary>
    Succeeded,

    /// <summary>A login was not made, or is gone, or has expired.</summary>
    Failed,

    /// <summary>What is there is of another boot, or may be.</summary>
    Stale,

    /// <summary>The login is being made.</summary>
    Running,

    /// <summary>There is no log and no login has begun.</summary>
    Missing,
}
