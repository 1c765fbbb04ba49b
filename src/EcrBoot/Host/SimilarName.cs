using System;
using System.Collections.Generic;

namespace EcrBoot.Host;

/// <summary>Finds what a person may have meant.</summary>
internal static class SimilarName
{
    /// <summary>The name with the fewest letters changed, added or left out: at most two or a third of them; null where none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Min(Math.Max(2, name.Length / 3) + 1, name.Length);
        foreach (var candidate in known)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least)
                (best, least) = (candidate, distance);
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
