using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>Collects what a child process writes, up to 1 MiB.</summary>
internal sealed class BoundedOutput
{
    private const int Most = 1 << 20;
    private readonly Action _tooMuch;
    private byte[] _bytes = new byte[4096];
    private volatile int _length;

    /// <summary>Begins to read.</summary>
    /// <param name="from">The child's stream.</param>
    /// <param name="tooMuch">Called once where there is more than 1 MiB; reading has then ended.</param>
    public BoundedOutput(Stream from, Action tooMuch)
    {
        _tooMuch = tooMuch;
        Ended = ReadAsync(from);
    }

    /// <summary>Ends when the stream does.</summary>
    public Task Ended { get; }

    /// <summary>Whether there was more than 1 MiB.</summary>
    public bool IsTooMuch { get; private set; }

    /// <summary>What has come so far.</summary>
    public string Text => Encoding.UTF8.GetString(_bytes, 0, _length);

    private async Task ReadAsync(Stream from)
    {
        try
        {
            while (_length < Most)
            {
                if (_length == _bytes.Length)
                    Array.Resize(ref _bytes, _bytes.Length * 2);
                var got = await from.ReadAsync(_bytes, _length, _bytes.Length - _length, CancellationToken.None).ConfigureAwait(false);
                if (got == 0)
                    return;
                _length += got;
            }

            // Exactly that much may be all.
            if (await from.ReadAsync(new byte[1], 0, 1, CancellationToken.None).ConfigureAwait(false) == 0)
                return;
            IsTooMuch = true;
            _tooMuch();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe was closed under a read that came too late: what was read before counts.
        }
    }
}
