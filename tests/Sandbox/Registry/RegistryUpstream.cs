using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>Hands the requests that were admitted on to a real registry, such as docker-registry, so that it answers to ECR's names and takes ECR's tokens.</summary>
/// <param name="address">The registry; a user name and password in it are its own login.</param>
internal sealed class RegistryUpstream(Uri address) : IDisposable
{
    private static readonly string[] s_ofTheConnection = ["Authorization", "Host", "Connection", "Transfer-Encoding", "Date", "Content-Length"];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public async Task AnswerAsync(Exchange exchange)
    {
        using HttpRequestMessage request = new(new HttpMethod(exchange.Request.Method), new Uri(address, exchange.Record.Path));
        if (exchange.Request.ContentLength > 0 || exchange.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(exchange.Request.Body) { Headers = { ContentLength = exchange.Request.ContentLength } };
        foreach (var header in exchange.Request.Headers.Where(static header => !s_ofTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable());
        }

        // From these it makes the addresses at which an upload goes on.
        request.Headers.Host = exchange.Request.Host.Value;
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", exchange.Request.Scheme);
        if (address.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, exchange.Aborted);
        exchange.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(static header => !s_ofTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            exchange.Response.Headers[header.Key] = header.Value.ToArray();
        exchange.Response.ContentLength = response.Content.Headers.ContentLength;
        if (HttpMethods.IsHead(exchange.Request.Method))
            return;
        await using Stream body = await response.Content.ReadAsStreamAsync(exchange.Aborted);
        await body.CopyToAsync(exchange.Response.Body, exchange.Aborted);
    }

    public void Dispose() => _client.Dispose();
}
