using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>A registry as docker, podman and skopeo speak to it (OCI distribution, version 2): finds the handler of each path.</summary>
internal sealed partial class RegistryService(SandboxOptions options, RegistryAuthorization authorization, RegistryStore store) : ISandboxService, IDisposable
{
    private readonly RegistryUpstream? _upstream = options.RegistryUpstream is { } address ? new RegistryUpstream(address) : null;
    private readonly BlobEndpoint _blobs = new(store);
    private readonly ManifestEndpoint _manifests = new(store);

    public async Task AnswerAsync(Exchange exchange)
    {
        exchange.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        if (exchange.Suffers(FaultKind.ServerError))
            await exchange.AnswerAsync(exchange.Fault!.Status, "text/html", "<html><body><b>Http/1.1 Service Unavailable</b></body></html>");
        else if (exchange.Suffers(FaultKind.Throttle))
            await exchange.RefuseAsync(429, "TOOMANYREQUESTS", "Rate exceeded");
        else if (exchange.Host?.IsPublicRegistry == true && exchange.Request.Path.StartsWithSegments("/token", StringComparison.Ordinal))
            await authorization.IssueBearerAsync(exchange);
        else if (await authorization.AdmitAsync(exchange))
            await (_upstream is not null && exchange.Host?.IsPublicRegistry != true ? _upstream.AnswerAsync(exchange) : RouteAsync(exchange));
    }

    public void Dispose() => _upstream?.Dispose();

    private Task RouteAsync(Exchange exchange)
    {
        string path = exchange.Request.Path.Value ?? "";
        if (path is "/v2" or "/v2/")
            return exchange.AnswerAsync(200, "application/json; charset=utf-8", "{}");

        RegistryContent content = store.Open(ContentName(exchange.Host));
        Match match = ContentPath().Match(path);
        if (!match.Success)
            return exchange.AnswerAsync(404, "text/plain; charset=utf-8", "404 page not found\n");
        string name = match.Groups["name"].Value;
        if (exchange.Suffers(FaultKind.AccessDenied))
            return exchange.RefuseAsync(403, "DENIED", $"not authorized to perform: ecr:BatchGetImage on repository {name}");

        string item = match.Groups["item"].Value;
        return match.Groups["kind"].Value switch
        {
            "blobs/uploads" => _blobs.UploadAsync(exchange, content, name, item),
            "blobs" => _blobs.ReadAsync(exchange, content, name, item),
            "manifests" => _manifests.AnswerAsync(exchange, content, name, item),
            _ => TagsAsync(exchange, content, name),
        };
    }

    private static Task TagsAsync(Exchange exchange, RegistryContent content, string name)
    {
        if (content.Find(name) is not { } repository)
            return exchange.NameUnknownAsync(name);

        string last = exchange.Request.Query["last"].ToString();
        int count = int.TryParse(exchange.Request.Query["n"], CultureInfo.InvariantCulture, out int n) ? n : int.MaxValue;
        return exchange.AnswerAsync(200, "application/json; charset=utf-8", JsonText.Of(writer =>
        {
            writer.WriteString("name", name);
            writer.WriteStartArray("tags");
            foreach (string tag in repository.Tags.Where(t => string.CompareOrdinal(t, last) > 0).Take(count))
                writer.WriteStringValue(tag);
            writer.WriteEndArray();
        }));
    }

    /// <summary>The loopback registry is the instance's own one under another name.</summary>
    private string ContentName(AwsHost? host) => host is null ? $"{options.AccountId}.{options.Region}"
        : host.IsPublicRegistry ? RegistryTokens.Public
        : $"{host.AccountId}.{host.Region}";

    [GeneratedRegex("^/v2/(?<name>[a-z0-9]+([._/-]+[a-z0-9]+)*)/((?<kind>blobs/uploads)/(?<item>[0-9a-f-]*)|(?<kind>blobs|manifests)/(?<item>[A-Za-z0-9_.:+-]+)|(?<kind>tags)/list)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContentPath();
}
