using System;
using System.Text;

namespace EcrBoot.Host;

/// <summary>A file that is open for writing at its end: <see cref="PlainFile.OpenForAppend"/>.</summary>
internal sealed class AppendedFile : IDisposable
{
    private readonly Action<byte[]> _write;
    private Action? _close;

    /// <summary>Wraps an open file.</summary>
    /// <param name="write">Writes at its end.</param>
    /// <param name="close">Closes it.</param>
    public AppendedFile(Action<byte[]> write, Action close)
    {
        _write = write;
        _close = close;
    }

    /// <summary>Writes a text.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public void Write(string text) => _write(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _close?.Invoke();
        _close = null;
    }
}
