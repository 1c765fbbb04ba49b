namespace EcrBoot.Host;

/// <summary>What stands at a path.</summary>
internal enum PlainFileKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A symbolic link, or on Windows any reparse point.</summary>
    Link,

    /// <summary>A folder, a pipe or the like.</summary>
    Other,
}
