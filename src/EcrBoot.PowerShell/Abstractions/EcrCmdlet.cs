using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Abstractions;

/// <summary>What every cmdlet shares: work off the pipeline's thread, messages on it, Ctrl+C at once, errors made in one place.</summary>
public abstract class EcrCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs asynchronous work, and writes its messages while it goes on.</summary>
    /// <typeparam name="T">The work's result.</typeparam>
    /// <param name="work">The work. Its messages may come from any thread.</param>
    /// <param name="timeoutSec">A deadline in seconds, for work that has none of its own.</param>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.TimedOut"/>, or what the work threw.</exception>
    protected T Run<T>(Func<Action<Message>, CancellationToken, Task<T>> work, int? timeoutSec = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        if (timeoutSec is { } seconds)
            deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var messages = new BlockingCollection<Message>();
        var token = deadline.Token;
        var running = Task.Run(
            async () =>
            {
                try
                {
                    return await work(messages.Add, token).ConfigureAwait(false);
                }
                finally
                {
                    messages.CompleteAdding();
                }
            },
            CancellationToken.None);

        foreach (var message in messages.GetConsumingEnumerable(CancellationToken.None))
            Write(message);

        try
        {
#pragma warning disable VSTHRD002 // The pipeline's thread has no synchronization context, and the task has ended.
            return running.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException e)
        {
            throw new EcrException(EcrErrorReason.TimedOut, $"This did not end within {timeoutSec} s.", "Check credential helpers and the disk.", e);
        }
    }

    /// <summary>Makes the error record of a library error: its reason is the ErrorId.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">What it is about.</param>
    protected static ErrorRecord Record(EcrException error, object? target) =>
        new(error, error.Reason.ToString(), ErrorCategories.Of(error.Reason), target);

    /// <summary>The same of an error no one foresaw.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">What it is about.</param>
    protected static ErrorRecord Record(Exception error, object? target) =>
        error is EcrException known ? Record(known, target) : new ErrorRecord(error, "Unexpected", ErrorCategory.NotSpecified, target);

    private void Write(Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Warning:
                WriteWarning(message.Text);
                break;
            case MessageKind.Verbose:
                WriteVerbose(message.Text);
                break;
            default:
                // As Write-Host does: seen at the prompt, and caught by -InformationVariable and 6>.
                WriteInformation(new HostInformationMessage { Message = message.Text }, new[] { "PSHOST" });
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Whether it is called by a person.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    /// <summary>Where a message goes.</summary>
    protected enum MessageKind
    {
        /// <summary>The information stream.</summary>
        Information,

        /// <summary>The warning stream.</summary>
        Warning,

        /// <summary>The verbose stream.</summary>
        Verbose,
    }

    /// <summary>One message of the work going on. A class: collections of a structure would be compiled at run time, in every session.</summary>
    /// <param name="Kind">Where it goes.</param>
    /// <param name="Text">One sentence, without any secret.</param>
    protected sealed record Message(MessageKind Kind, string Text);
}
