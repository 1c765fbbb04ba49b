using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Token;

/// <summary>The place that gives the AWS keys, chosen and not asked yet.</summary>
internal sealed class KeySource
{
    private readonly Func<CancellationToken, Task<AwsKeys>> _keys;

    /// <summary>Names a place.</summary>
    /// <param name="identity">See <see cref="Identity"/>.</param>
    /// <param name="keys">Asks it for its keys.</param>
    /// <param name="needsInstance">See <see cref="NeedsInstance"/>.</param>
    public KeySource(IReadOnlyList<string>? identity, Func<CancellationToken, Task<AwsKeys>> keys, bool needsInstance = false)
    {
        Identity = identity;
        NeedsInstance = needsInstance;
        _keys = keys;
    }

    /// <summary>What tells this place and the role behind it from every other one, without a secret; null where that cannot be told without a call to AWS.</summary>
    public IReadOnlyList<string>? Identity { get; }

    /// <summary>Whether the instance and its role are a part of the identity: the metadata service has to be asked for them.</summary>
    public bool NeedsInstance { get; }

    /// <summary>Asks for the keys.</summary>
    /// <exception cref="EcrException">Why there are none.</exception>
    public Task<AwsKeys> KeysAsync(CancellationToken cancellation) => _keys(cancellation);
}
