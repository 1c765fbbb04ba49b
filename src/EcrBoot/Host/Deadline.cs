using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>Puts an end to calls that take no cancellation token.</summary>
internal static class Deadline
{
    /// <summary>Runs a call on the thread pool and stops waiting for it when cancelled; the call itself is left to end alone.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var running = Task.Run(call, cancellation);
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => cancelled.TrySetResult(true)))
        {
            if (await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false) != running)
            {
                // Its error, should one still come, must not end the process.
                _ = running.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new OperationCanceledException(cancellation);
            }
        }

        return await running.ConfigureAwait(false);
    }
}
