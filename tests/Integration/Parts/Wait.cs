using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Waits for something to become true, and no longer than it may take.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static async Task UntilAsync(Func<bool> condition, string what, int seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"Not within {seconds} s: {what}.");
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }
}
