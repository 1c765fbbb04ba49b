using System.Globalization;

namespace EcrBoot.Bench;

/// <summary>What a figure should be.</summary>
/// <param name="Most">The most it may be.</param>
/// <param name="Kind">What of it is judged.</param>
internal sealed record Goal(double Most, GoalKind Kind)
{
    /// <summary>The goal in words, and whether it was met.</summary>
    public (string Goal, string Met) Judge(Spread figure, Spread? beside)
    {
        var most = Most.ToString("0.##", CultureInfo.InvariantCulture);
        var (words, value) = Kind switch
        {
            GoalKind.Difference => ($"<= {most} more", figure.Median - beside?.Median),
            GoalKind.Ratio => ($"<= {most} of it", figure.Median / beside?.Median),
            _ => ($"<= {most}", (double?)figure.Median),
        };
        var form = Kind == GoalKind.Ratio ? "0.00" : "0";
        return (words, value is null ? "not known" : $"{(value <= Most ? "yes" : "NO")}, {value.Value.ToString(form, CultureInfo.InvariantCulture)}");
    }
}
