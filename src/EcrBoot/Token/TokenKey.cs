using System.Collections.Generic;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>Under what a token is kept: for what it is good, and whose it is. Never region and account alone, for roles share them.</summary>
internal sealed class TokenKey
{
    private const string Version = "1", GivenService = "given";

    private TokenKey(string service, string region, string endpoint, string? hash, bool isInstance, string? role = null, EcrException? silence = null)
    {
        Service = service;
        Region = region;
        Endpoint = endpoint;
        Hash = hash;
        IsInstance = isInstance;
        Role = role;
        Silence = silence;
    }

    /// <summary><c>ecr</c>, <c>ecr-public</c>, or <c>given</c> for a token that somebody handed over.</summary>
    public string Service { get; }

    /// <summary>The region; empty for one that was given.</summary>
    public string Region { get; }

    /// <summary>The API endpoint; for a token that was given, the registry's host.</summary>
    public string Endpoint { get; }

    /// <summary>SHA-256 of all of it; null where the instance's metadata service was asked whose it is and was silent.</summary>
    public string? Hash { get; }

    /// <summary>Whether it is the instance's own role's.</summary>
    public bool IsInstance { get; }

    /// <summary>The role that the metadata service named for it; null where it is not the instance's own.</summary>
    public string? Role { get; }

    /// <summary>What the metadata service's silence looks like; null where it was not silent.</summary>
    public EcrException? Silence { get; }

    /// <summary>Whether somebody handed the token over, as docker login does.</summary>
    public bool IsGiven => Service == GivenService;

    /// <summary>The key of a token of AWS's.</summary>
    /// <param name="scope">What it is good for.</param>
    /// <param name="endpoint">Where it is asked for.</param>
    /// <param name="identity">Whose it is, in lines.</param>
    /// <param name="isInstance">Whether it is the instance's own role's.</param>
    /// <param name="role">That role.</param>
    public static TokenKey Of(TokenScope scope, string endpoint, IEnumerable<string> identity, bool isInstance, string? role = null)
    {
        var service = ServiceOf(scope);
        var text = string.Join("\n", new[] { Version, service, scope.Region, endpoint }.Concat(identity));
        return new TokenKey(service, scope.Region, endpoint, Sha256.Of(text), isInstance, role);
    }

    /// <summary>What stands for the instance's token while nobody says which instance and role it is.</summary>
    public static TokenKey OfSilentInstance(TokenScope scope, string endpoint, EcrException silence) =>
        new(ServiceOf(scope), scope.Region, endpoint, hash: null, isInstance: true, silence: silence);

    /// <summary>The key of a token that was handed over for one registry.</summary>
    /// <param name="host">The registry.</param>
    public static TokenKey OfGiven(string host) =>
        new(GivenService, "", host, Sha256.Of(string.Join("\n", Version, GivenService, host)), isInstance: false);

    private static string ServiceOf(TokenScope scope) => scope.IsPublic ? "ecr-public" : "ecr";
}
