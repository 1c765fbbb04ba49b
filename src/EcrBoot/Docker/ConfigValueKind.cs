namespace EcrBoot.Docker;

/// <summary>The kinds of JSON values that matter here.</summary>
internal enum ConfigValueKind
{
    /// <summary>Named values.</summary>
    Object,

    /// <summary>Values in a row.</summary>
    List,

    /// <summary>Text.</summary>
    String,

    /// <summary>A number, true, false or null.</summary>
    Literal,
}
