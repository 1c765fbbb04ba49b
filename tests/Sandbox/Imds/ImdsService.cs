using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>The instance metadata service, version 2 only: no token, no answer.</summary>
internal sealed partial class ImdsService(InstanceMetadata metadata, SandboxClock clock) : ISandboxService
{
    private const string TtlHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const int LongestTtl = 21600;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);

    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Response.Headers.Server = "EC2ws";
        if (exchange.Suffers(FaultKind.ImdsDisabled))
            return RefuseAsync(exchange, 403, "Forbidden");
        if (exchange.Suffers(FaultKind.ServerError))
            return RefuseAsync(exchange, exchange.Fault!.Status, "Service Unavailable");

        Match path = VersionedPath().Match(exchange.Request.Path.Value ?? "");
        string topic = path.Groups["topic"].Value.TrimEnd('/');
        if (exchange.Request.Method == "PUT")
            return topic == "api/token" ? OpenSessionAsync(exchange) : RefuseAsync(exchange, 403, "Forbidden");
        if (exchange.Request.Method is not ("GET" or "HEAD"))
            return RefuseAsync(exchange, 405, "Method Not Allowed");
        if (!IsOpen(exchange.Request.Headers[TokenHeader].ToString()))
            return RefuseAsync(exchange, 401, "Unauthorized");

        bool hasRole = !exchange.Suffers(FaultKind.NoRole);
        bool assumable = !exchange.Suffers(FaultKind.RoleNotAssumable);
        string? answer = path.Success ? metadata.Find(topic, hasRole, assumable) : null;
        return answer is null
            ? RefuseAsync(exchange, 404, "Not Found")
            : exchange.AnswerAsync(200, "text/plain", answer);
    }

    private Task OpenSessionAsync(Exchange exchange)
    {
        // The service refuses what came through a proxy, which is how version 2 keeps open proxies out.
        if (exchange.Request.Headers.ContainsKey("X-Forwarded-For"))
            return RefuseAsync(exchange, 403, "Forbidden");
        if (!int.TryParse(exchange.Request.Headers[TtlHeader], NumberStyles.None, CultureInfo.InvariantCulture, out int ttl) || ttl is < 1 or > LongestTtl)
            return RefuseAsync(exchange, 400, "Bad Request");

        string token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40));
        _sessions[token] = clock.UtcNow.AddSeconds(ttl);
        exchange.Response.Headers[TtlHeader] = ttl.ToString(CultureInfo.InvariantCulture);
        return exchange.AnswerAsync(200, "text/plain", token);
    }

    private bool IsOpen(string token) => _sessions.TryGetValue(token, out DateTimeOffset end) && end > clock.UtcNow;

    private static Task RefuseAsync(Exchange exchange, int status, string reason) => exchange.AnswerAsync(status, "text/html", $"""
        <?xml version="1.0" encoding="iso-8859-1"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
        	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
         <head>
          <title>{status} - {reason}</title>
         </head>
         <body>
          <h1>{status} - {reason}</h1>
         </body>
        </html>

        """);

    [GeneratedRegex(@"^/(latest|1\.0|\d{4}-\d\d-\d\d)(/(?<topic>.*))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionedPath();
}
