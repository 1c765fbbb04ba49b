namespace EcrBoot.Bench;

/// <summary>What of a figure is judged.</summary>
internal enum GoalKind
{
    /// <summary>Its median.</summary>
    Absolute,

    /// <summary>How much its median is above that of the figure it stands beside.</summary>
    Difference,

    /// <summary>Its median over that of the figure it stands beside.</summary>
    Ratio,
}
