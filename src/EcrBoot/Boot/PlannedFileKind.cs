namespace EcrBoot.Boot;

/// <summary>What a planned file is.</summary>
internal enum PlannedFileKind
{
    /// <summary>A file of ours: its content is what the plan says.</summary>
    File,

    /// <summary>A symbolic link of ours.</summary>
    Link,

    /// <summary>A file that is made where it is missing and then belongs to whoever edits it.</summary>
    Seed,

    /// <summary>A block in a script that may be somebody else's.</summary>
    Block,
}
