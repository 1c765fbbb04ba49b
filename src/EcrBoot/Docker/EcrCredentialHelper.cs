using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Registry;
using EcrBoot.Token;

namespace EcrBoot.Docker;

/// <summary>
/// <c>docker-credential-ecrboot</c>: docker's protocol for credential helpers (docker/docker-credential-helpers, credentials/credentials.go) over this
/// library's tokens. It keeps logins of Amazon ECR only, so it serves as an entry of <c>credHelpers</c> and never as <c>credsStore</c>.
/// </summary>
public sealed class EcrCredentialHelper
{
    /// <summary>The name that a docker configuration calls it by.</summary>
    public const string Name = "ecrboot";

    /// <summary>The program's name.</summary>
    public const string ProgramName = "docker-credential-" + Name;

    /// <summary>The longest input that is read: 64 KiB. The longest ECR password known has 4.</summary>
    public const int LongestInput = 64 << 10;

    // docker and podman know these sentences, letter by letter (credentials/error.go).
    private const string NotFound = "credentials not found in native keychain", NoServer = "no credentials server URL", NoUser = "no credentials username";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10), s_metadataLimit = TimeSpan.FromSeconds(1);
    private readonly HostEnvironment _host;

    /// <summary>Makes a helper for the user that this process acts as.</summary>
    /// <param name="host">The environment and the clock.</param>
    public EcrCredentialHelper(HostEnvironment host) => _host = host;

    /// <summary>Does one action.</summary>
    /// <param name="action"><c>get</c>, <c>list</c>, <c>store</c>, <c>erase</c> or <c>version</c>.</param>
    /// <param name="input">What docker wrote to the standard input; more than <see cref="LongestInput"/> is refused.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<HelperAnswer> RunAsync(string action, byte[] input, CancellationToken cancellation)
    {
        try
        {
            return action switch
            {
                "get" => await GetAsync(Text(input), cancellation).ConfigureAwait(false),
                "store" => await StoreAsync(Text(input), cancellation).ConfigureAwait(false),
                "erase" => Erase(Text(input)),
                "list" => Done(List()),
                "version" => Done($"{ProgramName} (EcrBoot) {typeof(EcrCredentialHelper).Assembly.GetName().Version!.ToString(3)}"),
                _ => new HelperAnswer(2, "", $"'{RegistryHost.Shown(action)}' is no action of a credential helper. It takes get, list, store, erase or version."),
            };
        }
        catch (EcrException e)
        {
            // At get docker shows the cause and swallows the output; at the others it shows the output.
            return action == "get" ? Missing(e.Message) : new HelperAnswer(1, e.Message);
        }
    }

    /// <summary>The answer where an error came that nobody has thought of. It gives the kind of the error and none of its words.</summary>
    /// <param name="error">The error.</param>
    public static HelperAnswer Unforeseen(Exception error) => Missing($"It failed with {error.GetType().Name}, which is a mistake in {ProgramName}. Please report it.");

    private static HelperAnswer Done(string output) => new(0, output);

    private static HelperAnswer Missing(string cause) => new(1, NotFound, cause);

    private static string Text(byte[] input) => input.Length <= LongestInput
        ? Encoding.UTF8.GetString(input).Trim()
        : throw new EcrException(EcrErrorReason.BadArgument, $"The input is longer than {LongestInput >> 10} KiB.", "docker gives the registry's name, or a login as JSON.");

    private static RegistryAddress Registry(string server) => RegistryAddress.TryParse(server, out var registry) ? registry! : throw new EcrException(
        EcrErrorReason.NotAnEcrRegistry,
        $"'{RegistryHost.Shown(server)}' is not an Amazon ECR registry, and {ProgramName} serves no other.",
        $"Take \"{Name}\" out of credsStore, or that host out of credHelpers, in the docker configuration; docker then keeps the login elsewhere.");

    private async Task<HelperAnswer> GetAsync(string server, CancellationToken cancellation)
    {
        if (server.Length == 0)
            return new HelperAnswer(1, NoServer);
        if (!RegistryAddress.TryParse(server, out _) && !IsConfiguredFor(server))
            return new HelperAnswer(1, NotFound);
        var registry = Registry(server);
        string? warning = null;
        var cache = TokenCache.Open(user: null, _host, out _);
        if (cache is not null)
        {
            if (new GivenLogins(cache, _host).Find(registry.Host, out var lost) is { } given)
                return Answer(server, given, warning: null);
            if (lost is not null)
                warning = $"The login that was stored for {registry.Host} {lost}, so this host's own AWS identity is used.";
        }

        using var source = new TokenSource(new AwsIdentity(), _host, metadataLimit: s_metadataLimit);
        var keeper = new TokenKeeper(source, cache, _host, cause => warning = cause.Message);
        var scope = TokenScope.Of(registry);
        if (keeper.TryGet(scope) is { } kept)
            return Answer(server, kept, warning);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(s_limit);
        try
        {
            return Answer(server, await keeper.GetAsync(scope, limited.Token).ConfigureAwait(false), warning);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Missing($"There was no token for {registry.Host} within {s_limit.TotalSeconds:0} s. Check the route to AWS: security groups, VPC endpoints, HTTPS_PROXY.");
        }
    }

    // podman asks the helpers of its registries.conf for every registry there is. That is nobody's mistake, so nobody is told of one.
    private bool IsConfiguredFor(string server)
    {
        try
        {
            var config = DockerConfigUpdate.Read(DockerConfigLocation.Resolve(dockerConfig: null, user: null, _host));
            return config.CredentialsStore == Name || config.HelperHosts.Any(host => config.CredentialHelper(host) == Name && ConfigKey.HostOf(host) == ConfigKey.HostOf(server));
        }
        catch (EcrException)
        {
            return true; // Nothing tells, and a word too many is better than none.
        }
    }

    private static HelperAnswer Answer(string server, KeptToken token, string? warning) => new(
        0,
        "{\"ServerURL\":" + ConfigWriter.Quote(server) + ",\"Username\":" + ConfigWriter.Quote(token.UserName) + ",\"Secret\":" + ConfigWriter.Quote(token.Password) + "}",
        warning);

    private async Task<HelperAnswer> StoreAsync(string input, CancellationToken cancellation)
    {
        var (server, user, secret) = Login(input);
        if (server.Length == 0)
            return new HelperAnswer(1, NoServer);
        if (user.Length == 0)
            return new HelperAnswer(1, NoUser);
        var registry = Registry(server);
        if (secret.Length == 0)
            throw new EcrException(EcrErrorReason.BadArgument, $"The login for {registry.Host} has no password.", "Give one to docker login.");
        var cache = TokenCache.Open(user: null, _host, out var whyNone) ?? throw new EcrException(
            EcrErrorReason.StoreRefused,
            $"{ProgramName} has no cache to keep a login in: {whyNone}.",
            $"Allow it one, or take {registry.Host} out of credHelpers in the docker configuration.");
        var given = new GivenLogins(cache, _host);
        if (await IsOwnAsync(registry, secret, cache, cancellation).ConfigureAwait(false))
            given.Remove(registry.Host);
        else
            given.Keep(new RegistryCredential(registry.Host, user, secret), cancellation);
        return Done("");
    }

    // docker login without a password asks for the login and stores it again. Kept as somebody's, it would not be renewed, nor follow the host's role.
    private async Task<bool> IsOwnAsync(RegistryAddress registry, string secret, TokenCache cache, CancellationToken cancellation)
    {
        if (!cache.All().Any(token => !token.IsGiven && token.Password == secret))
            return false;
        using var source = new TokenSource(new AwsIdentity(), _host, metadataLimit: s_metadataLimit);
        return (await new TokenKeeper(source, cache, _host, static _ => { }).FindAsync(TokenScope.Of(registry), cancellation).ConfigureAwait(false))?.Password == secret;
    }

    // What is not there needs no erasing: docker logout asks twice, and podman 4.3 asks every helper, of any registry, and fails where one refuses.
    private HelperAnswer Erase(string server)
    {
        if (server.Length == 0)
            return new HelperAnswer(1, NoServer);
        if (!RegistryAddress.TryParse(server, out var registry))
            return Done("");
        if (TokenCache.Open(user: null, _host, out _) is { } cache)
            new GivenLogins(cache, _host).Remove(registry!.Host);
        return Done("");
    }

    // The registries it answers for, as JSON from host to user name, without a call to AWS.
    private string List()
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        if (TokenCache.Open(user: null, _host, out _) is { } cache)
            hosts.UnionWith(new GivenLogins(cache, _host).Hosts());
        var config = DockerConfigUpdate.Read(DockerConfigLocation.Resolve(dockerConfig: null, user: null, _host));
        hosts.UnionWith(config.HelperHosts.Where(host => config.CredentialHelper(host) == Name));
        return "{" + string.Join(",", hosts.Select(static host => ConfigWriter.Quote(host) + ":\"AWS\"")) + "}";
    }

    private static (string Server, string User, string Secret) Login(string input)
    {
        try
        {
            if (ConfigReader.Parse(Encoding.UTF8.GetBytes(input)) is { Kind: ConfigValueKind.Object } login)
                return (Field(login, "ServerURL").Trim(), Field(login, "Username"), Field(login, "Secret"));
        }
        catch (ConfigSyntaxException)
        {
            // Said below, without the text.
        }

        throw new EcrException(EcrErrorReason.BadArgument, "The login to store is not the JSON that docker sends.", "Use docker login.");

        static string Field(ConfigValue json, string name) => json.Find(name) is { Kind: ConfigValueKind.String } value ? value.Text : "";
    }
}
