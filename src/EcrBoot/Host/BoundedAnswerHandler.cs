using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>Reads every answer whole before handing it on: at most 1 MiB, and cancellable to its last byte.</summary>
internal sealed class BoundedAnswerHandler : DelegatingHandler
{
    private const int Limit = 1024 * 1024;
    private readonly CancellationToken _deadline;

    /// <summary>Stands before the given handler.</summary>
    /// <param name="inner">The handler that sends.</param>
    /// <param name="deadline">Ends the reading, whatever token the sender brings.</param>
    public BoundedAnswerHandler(HttpMessageHandler inner, CancellationToken deadline = default)
        : base(inner) => _deadline = deadline;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline);
        var response = await base.SendAsync(request, both.Token).ConfigureAwait(false);
        try
        {
            var content = new ByteArrayContent(await ReadAsync(response.Content, both).ConfigureAwait(false));
            foreach (var header in response.Content.Headers)
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            response.Content.Dispose();
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationTokenSource cancellation)
    {
        using var answer = await content.ReadAsStreamAsync().ConfigureAwait(false);

        // A read on .NET Framework does not see its token; disposing the stream ends it there.
        using var ended = cancellation.Token.Register(static stream => ((Stream)stream!).Dispose(), answer);
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await answer.ReadAsync(buffer, 0, buffer.Length, cancellation.Token).ConfigureAwait(false);
            }
            catch when (cancellation.IsCancellationRequested)
            {
                cancellation.Token.ThrowIfCancellationRequested();
                throw;
            }

            if (count == 0)
                return whole.ToArray();
            if (whole.Length + count > Limit)
                throw new HttpRequestException("The answer is larger than 1 MiB.");
            await whole.WriteAsync(buffer, 0, count, cancellation.Token).ConfigureAwait(false);
        }
    }
}
