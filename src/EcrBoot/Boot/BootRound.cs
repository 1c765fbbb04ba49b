using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Login;
using EcrBoot.Token;

namespace EcrBoot.Boot;

/// <summary>One try at everything that is still to do, for the users who are there.</summary>
internal sealed class BootRound
{
    // What a healthy region takes many times over; without it one silent endpoint would eat the whole deadline.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdentityGrace = TimeSpan.FromSeconds(1);

    private readonly AwsIdentity _identity;
    private readonly bool _useHelper;
    private readonly HostEnvironment _host;
    private readonly Action<string> _say;

    public BootRound(BootLoginOptions options, HostEnvironment host, Action<string> say)
    {
        _identity = options.Identity;
        _useHelper = options.CredentialHelper;
        _host = host;
        _say = say;
    }

    /// <summary>The instance's id and role, as far as they became known.</summary>
    public (string? InstanceId, string? Role) Identity { get; private set; }

    /// <summary>Tries. What becomes of an entry is noted in it, and told as a line where it is done.</summary>
    /// <param name="entries">Entries that are not done, whose users are there.</param>
    /// <param name="isIdentified">Whether the instance is known already.</param>
    /// <param name="cancellation">Ends it at once; what was stored by then stays.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(IReadOnlyList<BootEntry> entries, bool isIdentified, CancellationToken cancellation)
    {
        TokenSource tokens;
        try
        {
            tokens = new TokenSource(_identity, _host, CallLimit);
        }
        catch (EcrException e)
        {
            entries.ToList().ForEach(entry => entry.Note(e, registry: null));
            return;
        }

        using (tokens)
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var instance = isIdentified ? Task.FromResult<string?>(null) : tokens.InstanceIdAsync(ended.Token);
            try
            {
                // Users who lack the same registries share the calls.
                foreach (var group in entries.GroupBy(static entry => entry.User).GroupBy(static user => string.Join("\n", user.Select(static entry => entry.Name)), StringComparer.Ordinal))
                    await RunAsync(group.SelectMany(static user => user).ToList(), tokens, cancellation).ConfigureAwait(false);
            }
            finally
            {
                // Who has got credentials from the metadata service gets the id from it in a moment; elsewhere nobody waits for it.
                ended.CancelAfter(tokens.Role is null ? TimeSpan.Zero : IdentityGrace);
                Identity = (await instance.ConfigureAwait(false), tokens.Role);
            }
        }
    }

    private async Task RunAsync(List<BootEntry> entries, TokenSource tokens, CancellationToken cancellation)
    {
        var request = new LoginRequest
        {
            Registries = entries.Select(static entry => entry.Name).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList(),
            Identity = _identity,
            UseHelper = _useHelper,
            Locations = entries.Select(static entry => entry.User.Location!).Distinct().ToList(),
        };

        // A home on a server that does not answer blocks a thread, and no cancellation reaches it there.
        var results = await Deadline.RunAsync(() => new LoginRun(_host, _say).RunAsync(request, tokens, cancellation), cancellation).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            var result = results.FirstOrDefault(one => string.Equals(one.Name, entry.Name ?? "", StringComparison.OrdinalIgnoreCase)
                && (one.Location is null || one.Location == entry.User.Location));
            if (result is null)
                entry.Merge(); // the same registry under another of the names asked for
            else if (result.Error is { } error)
                entry.Note(error, result.Registry);
            else
                _say(entry.Succeed(result.Registry, result.Store, result.ExpiresAt, result.IsServedByHelper));
        }
    }
}
