using System;
using EcrBoot.Registry;

namespace EcrBoot.Token;

/// <summary>What one token is good for: the private registries of a region, or ECR Public. Two scopes are equal where one token serves both.</summary>
public sealed class TokenScope : IEquatable<TokenScope>
{
    /// <summary>The private registries of a region.</summary>
    /// <param name="region">The region's name.</param>
    /// <param name="isPublic">Whether it is ECR Public's token that is meant.</param>
    /// <param name="usesFips">Whether to ask the FIPS 140 endpoint.</param>
    /// <param name="usesDualStack">Whether to ask the dual-stack endpoint.</param>
    public TokenScope(string region, bool isPublic = false, bool usesFips = false, bool usesDualStack = false)
    {
        Region = region;
        IsPublic = isPublic;
        UsesFips = usesFips;
        UsesDualStack = usesDualStack;
    }

    /// <summary>The scope of a registry.</summary>
    /// <param name="address">The registry.</param>
    public static TokenScope Of(RegistryAddress address) => new(address.Region, address.IsPublic, address.UsesFips, address.UsesDualStack);

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>Whether it is ECR Public.</summary>
    public bool IsPublic { get; }

    /// <summary>Whether the FIPS 140 endpoint is asked.</summary>
    public bool UsesFips { get; }

    /// <summary>Whether the dual-stack endpoint is asked.</summary>
    public bool UsesDualStack { get; }

    /// <inheritdoc/>
    public bool Equals(TokenScope? other) => other is not null && Region == other.Region && IsPublic == other.IsPublic;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TokenScope);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Region) ^ (IsPublic ? 1 : 0);

    /// <inheritdoc/>
    public override string ToString() => IsPublic ? "ECR Public" : Region;
}
