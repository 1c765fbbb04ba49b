using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>Gives a child process its input as these bytes and no others.</summary>
internal static class ChildInput
{
    /// <summary>Starts the process.</summary>
    public static void Start(Process process)
    {
#if NET
        process.Start();
#else
        // .NET Framework writes the byte-order mark of Console.InputEncoding into every child's input, the cause of docker login's
        // "400 Bad Request" behind a PowerShell pipe (aws-tools-for-powershell issue 270). It offers no other way to choose the encoding.
        var encoding = Console.InputEncoding;
        var marked = encoding.GetPreamble().Length > 0;
        if (marked)
            Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            process.Start();
        }
        finally
        {
            if (marked)
                Console.InputEncoding = encoding;
        }
#endif
    }

    /// <summary>Writes all of the input and closes it. A child that does not want it is no error.</summary>
    public static async Task WriteAsync(Process process, string input)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(input);
            var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(bytes, 0, bytes.Length, CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // EPIPE: it ended without reading.
        }
    }
}
