using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;

namespace EcrBoot.Native;

/// <summary><c>ecrboot --help</c>: the manual page.</summary>
internal static class HelpText
{
    /// <summary>Prints it.</summary>
    public static async Task<int> PrintAsync(TextWriter output)
    {
        await output.WriteLineAsync($"""
            NAME
                ecrboot - log docker in to Amazon ECR, at boot and before the first job

            SYNOPSIS
                ecrboot login [--registry R...] [--user U...|auto] [--log FILE]
                              [--timeout S] [--jitter S] [--if-needed | --refresh]
                              [--region R] [--endpoint-url URL]
                              [--docker-config DIR] [--runner-unit PATTERN...]
                              [--credential-helper]
                ecrboot test [--json] [--registry R...] [--log FILE]
                             [--wait] [--timeout S]
                ecrboot {string.Join(" | ", ProgramCommands.All.Select(static command => command.Name).Where(static name => name is not ("login" or "test")))}

            DESCRIPTION
                login gets a registry token with this host's own AWS credentials (the
                environment, a profile, the container's or the instance's role), verifies
                it at each registry and stores it in each user's config.json, or in the
                credential helper set up there, as docker login does. It needs neither
                docker nor a daemon.

                What a boot still lacks (network, DNS, the metadata service, the role, a
                user) is waited for by trying the login itself, inside one deadline. A
                refusal by AWS, or a certificate nobody vouches for, is final after 15
                seconds, a name that is no registry at once. A user who never comes has
                failed; the others are logged in.

                test tells whether this boot's login was made and is still there and
                valid: the verdict and its reason on one line, then what to do and the
                line of the log that decides. A log of docker login is understood too.

                Called docker-credential-ecrboot, as a link, it is docker's credential
                helper: get, list, store, erase, version. It keeps tokens in the user's
                cache; ECRBOOT_CACHE=off forbids it.

            COMMANDS
            {string.Join('\n', ProgramCommands.All.Select(static command => $"    {command.Name,-9} {command.Summary}"))}

            OPTIONS
                --registry R...     registries, by host name, image or 12-digit account id;
                                    left out, the caller's own in this region
                --user U...         the users to log in; auto means the users that the
                                    installed runner units run as. Left out, it is the
                                    caller; for root it is auto, never root itself
                --runner-unit P...  the units that auto looks at
                                    (actions.runner.*.service)
                --docker-config DIR the folder of config.json, in place of --user
                --log FILE          this is a boot's login: its log, with the last five
                                    boots as FILE.1 to FILE.5, and its verdict.
                                    Left out, neither is written
                --timeout S         the deadline for everything, in seconds (120)
                --jitter S          wait at random for up to so many seconds first, inside
                                    the deadline, to spread a fleet (0)
                --if-needed         leave alone, without a call to AWS, a login that is
                                    good for another hour. For the start of a job
                --refresh           renew: the log goes on, and a login that is still good
                                    is kept where the renewal fails
                --credential-helper let docker ask docker-credential-ecrboot, and fill its
                                    cache: no token in config.json, none that runs out
                --hold-runner       Windows: the services of runners wait for this login;
                                    new ones are made to wait, and its end is told
                --tell-end          Windows: its end is told to the task that waits for it
                --region R          the region, where a registry's name has none
                --endpoint-url URL  the ECR API to ask in place of AWS's own

            OPTIONS OF TEST
                --json              one line of JSON: verdict, instance and reason first
                --registry R...     only these; * and ? stand for any letters and for one
                --log FILE          the log, where it is not the usual one
                --wait              wait until it is decided, --timeout seconds (150)

            EXIT STATUS
                0  done        1  failed; the cause was named        2  bad usage

            FILES
            {string.Join('\n', Files().Select(static file => $"    {file.Path,-38}{file.Holds}"))}

            ENVIRONMENT
                The variables of the AWS SDKs (AWS_REGION, AWS_PROFILE, ...), HTTPS_PROXY,
                NO_PROXY, AWS_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR, DOCKER_CONFIG.
                Profiles that need SSO work in the cmdlets only.

            EXAMPLES
                ecrboot login --user runner --log /var/log/onboot
                ecrboot login --if-needed --registry 123456789012.dkr.ecr.eu-central-1.amazonaws.com

            VERSION
                {VersionCommand.Text}
            """).ConfigureAwait(false);
        return ProgramCommands.Done;
    }

    private static IEnumerable<(string Path, string Holds)> Files()
    {
        var paths = new BootPaths();
        yield return (BootPaths.DefaultLog, "the log of the boot hook");
        yield return (paths.Verdict, "what became of this boot's login");
        yield return (paths.Lock, "locked while it runs");
        yield return (HostEnvironment.IsWindows ? @"%USERPROFILE%\.docker\config.json" : "~/.docker/config.json", "where docker looks for logins");
        yield return (HostEnvironment.IsWindows ? @"%LOCALAPPDATA%\EcrBoot" : "~/.cache/ecrboot", "the credential helper's tokens");
        if (!HostEnvironment.IsWindows)
            yield return (EnvironmentFile.Path, "NAME=value for boot and helper");
    }
}
