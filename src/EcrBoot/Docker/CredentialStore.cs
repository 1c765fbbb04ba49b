using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>
/// A credential helper, <c>docker-credential-NAME</c>, and its protocol: the action is the argument, the rest goes to its input, and its errors
/// come on its output with exit code 1 (docker/docker-credential-helpers client/client.go).
/// </summary>
internal sealed class CredentialStore
{
    private const string NotFound = "credentials not found in native keychain";
    private readonly LoginStore _store;
    private readonly OsUser? _user;
    private readonly HostEnvironment _host;

    public CredentialStore(LoginStore store, OsUser? user, HostEnvironment host)
    {
        _store = store;
        _user = user;
        _host = host;
    }

    /// <summary>The longest a helper may take: 30 seconds.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    private string Program => "docker-credential-" + _store.Helper;

    /// <summary>The login kept under a key; null where there is none.</summary>
    public async Task<RegistryCredential?> GetAsync(string key, CancellationToken cancellation)
    {
        var answer = await RunAsync("get", key, credential: null, cancellation).ConfigureAwait(false);
        if (answer.ExitCode != 0)
            return IsNotFound(answer) && !HasCause(answer) ? null : throw Refused("get", answer, credential: null);
        var json = Json("get", answer);
        return json.Find("Username") is { Kind: ConfigValueKind.String } name && json.Find("Secret") is { Kind: ConfigValueKind.String } secret
            ? new RegistryCredential(ConfigKey.HostOf(key), name.Text, secret.Text)
            : throw Unintelligible("get");
    }

    /// <summary>Stores a login.</summary>
    public async Task StoreAsync(RegistryCredential credential, CancellationToken cancellation)
    {
        if (WincredLimit.Exceeded(_store, credential) is { } tooLong)
            throw tooLong;
        var input = "{\"ServerURL\":" + ConfigWriter.Quote(credential.Host)
            + ",\"Username\":" + ConfigWriter.Quote(credential.UserName)
            + ",\"Secret\":" + ConfigWriter.Quote(credential.Password) + "}\n";
        var answer = await RunAsync("store", input, credential, cancellation).ConfigureAwait(false);
        if (answer.ExitCode != 0)
            throw WincredLimit.Exceeded(_store, credential, answer.Output) ?? Refused("store", answer, credential);
    }

    /// <summary>Removes a login.</summary>
    public async Task EraseAsync(string key, CancellationToken cancellation)
    {
        var answer = await RunAsync("erase", key, credential: null, cancellation).ConfigureAwait(false);
        if (answer.ExitCode != 0 && !IsNotFound(answer))
            throw Refused("erase", answer, credential: null);
    }

    /// <summary>The keys of all logins it keeps.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        // docker's client gives every action an input, and this word to the one that needs none.
        var answer = await RunAsync("list", "unused", credential: null, cancellation).ConfigureAwait(false);
        if (answer.ExitCode != 0)
            throw Refused("list", answer, credential: null);
        return answer.Output.Trim() is "" or "null" ? Array.Empty<string>() : Json("list", answer).Members.ConvertAll(static member => member.Key);
    }

    // Our own helper has docker's words for docker, and says on its other output why.
    private bool HasCause(HostProcess answer) => _store.IsOurHelper && answer.Errors.Trim().Length > 0;

    private static bool IsNotFound(HostProcess answer) => answer.Output.Trim() == NotFound;

    /// <summary>Finds the program.</summary>
    /// <exception cref="EcrException">HelperMissing: docker would not say so, and go on without a login.</exception>
    public string RequireProgram() => HostProgram.Find(Program, _user, _host) ?? throw new EcrException(
        EcrErrorReason.HelperMissing,
        $"The credential helper '{Program}' is not on the PATH{(_store.ConfigKey is { } key ? $", but {key} of the docker configuration names it" : "")}.",
        "Install it, or take that key out of the docker configuration.");

    /// <summary>The error for a helper that was still at work, or had not begun, when the time was up.</summary>
    public static EcrException NotInTime(LoginStore store, string host, Exception cause) => new(
        EcrErrorReason.TimedOut,
        $"The credential helper 'docker-credential-{store.Helper}' did not answer for {host} in time.",
        "Run it by hand to see what it waits for, or give more time.",
        cause);

    /// <summary>Whether it was the helper's own answer that led to an error: it may do better when asked something else.</summary>
    public static bool HasAnswered(EcrException error) => error is { Reason: EcrErrorReason.StoreRefused, InnerException: null };

    private async Task<HostProcess> RunAsync(string action, string input, RegistryCredential? credential, CancellationToken cancellation)
    {
        var program = RequireProgram();
        try
        {
            var answer = await HostProcess.RunAsync(program, action, input, _user, _host, Deadline, cancellation).ConfigureAwait(false);
            return answer.WroteTooMuch
                ? throw new EcrException(
                    EcrErrorReason.StoreRefused,
                    $"The credential helper '{Program}' wrote more than 1 MiB at '{action}' and was ended.",
                    "Run it by hand to see what it writes, and correct or replace it.")
                : answer;
        }
        catch (Win32Exception e)
        {
            throw new EcrException(
                EcrErrorReason.StoreRefused,
                $"The credential helper '{program}' cannot be started: {ForeignText.Clean(e.Message, credential)}.",
                "Correct or replace that program.",
                e);
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.TimedOut)
        {
            throw new EcrException(EcrErrorReason.StoreRefused, e.Problem, e.Remedy, e);
        }
    }

    private ConfigValue Json(string action, HostProcess answer)
    {
        try
        {
            return ConfigReader.Parse(System.Text.Encoding.UTF8.GetBytes(answer.Output)) is { Kind: ConfigValueKind.Object } json ? json : throw Unintelligible(action);
        }
        catch (ConfigSyntaxException)
        {
            throw Unintelligible(action);
        }
    }

    private EcrException Refused(string action, HostProcess answer, RegistryCredential? credential)
    {
        var words = ForeignText.Clean(answer.Output.Trim().Length > 0 && !(IsNotFound(answer) && HasCause(answer)) ? answer.Output : answer.Errors, credential);
        return new EcrException(
            EcrErrorReason.StoreRefused,
            $"The credential helper '{Program}' failed at '{action}' with exit code {answer.ExitCode}: {(words.Length > 0 ? words.TrimEnd('.') : "it said nothing")}.",
            $"Correct that, or take the helper out of the docker configuration{(_store.ConfigKey is { } key ? $" ({key})" : "")}.");
    }

    private EcrException Unintelligible(string action) => new(
        EcrErrorReason.StoreRefused,
        $"The credential helper '{Program}' answered '{action}' with something else than JSON.",
        "Update or replace that helper.");
}
