using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Login;

/// <summary>Sets up this project's credential helper for the registries of a run, in the docker configurations of its users.</summary>
internal sealed class HelperSetup
{
    private readonly HostEnvironment _host;
    private readonly Action<string> _trace;

    /// <summary>Makes one.</summary>
    /// <param name="host">Where PATH is read.</param>
    /// <param name="trace">Told each change.</param>
    public HelperSetup(HostEnvironment host, Action<string> trace)
    {
        _host = host;
        _trace = trace;
    }

    /// <summary>Sets it up where it is not; what fails is the error of those registries for that user.</summary>
    /// <param name="attempts">Registries with a name.</param>
    /// <param name="location">The user's docker configuration.</param>
    /// <param name="cancellation">Ends the wait for another writer.</param>
    public void Apply(IReadOnlyList<LoginAttempt> attempts, DockerConfigLocation location, CancellationToken cancellation)
    {
        if (attempts.Count == 0)
            return;
        try
        {
            // A helper that is not there is one that docker passes over without a word.
            new CredentialStore(LoginStore.Of(EcrCredentialHelper.Name, configKey: null), location.User, _host).RequireProgram();
            if (new HelperRegistration(location).Register(attempts.Select(static attempt => attempt.Target!.Host!).ToList(), force: false, cancellation))
                _trace($"The credential helper was set up in {location.ConfigPath}.");
        }
        catch (EcrException e)
        {
            foreach (var attempt in attempts)
                attempt.FailAt(location, e);
        }
    }
}
