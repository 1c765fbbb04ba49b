using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>What docker, podman and aws-cli really print, read as a person would.</summary>
public sealed class ClassicLogTests
{
    private const string NoPassword = "Error: Cannot perform an interactive login from a non TTY device";
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "logcorpus");

    public static TheoryData<string, string> Corpus()
    {
        var data = new TheoryData<string, string>();
        foreach (var fields in File.ReadLines(Path.Combine(s_folder, "index.tsv")).Skip(1).Select(static line => line.Split('\t')))
            data.Add(fields[0], fields[1]);
        return data;
    }

    [Fact]
    public void Every_file_of_the_corpus_is_in_the_index() =>
        Assert.Equal(Names(), Directory.GetFiles(s_folder, "*.log").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Each_case_is_judged(string name, string kind)
    {
        var log = ClassicLog.Parse(Text(name));
        Assert.Equal(Verdict(kind), log.Verdict);
        Assert.Equal(log.Verdict == BootVerdict.Succeeded, log.Reason is null);
        if (log.Verdict == BootVerdict.Failed)
        {
            Assert.NotEqual(EcrErrorReason.LoginFailed, log.Reason);
            Assert.EndsWith(".", log.Problem, StringComparison.Ordinal);
            Assert.NotEmpty(log.Remedy!);
            Assert.Contains(log.Line, Text(name), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("aws-badtls-pipe", "TlsNotTrusted")]
    [InlineData("aws-moto-auth-invalid-token-pipe", "CredentialsInvalid")]
    [InlineData("aws-nocreds-pipe", "NoCredentials")]
    [InlineData("aws-nodns-pipe", "EndpointUnreachable")]
    [InlineData("aws-server-pipe", "ServiceFault")]
    [InlineData("aws-throttle-pipe", "Throttled")]
    [InlineData("aws-unrecognized-pipe", "CredentialsInvalid")]
    [InlineData("aws-vpce-pipe", "AccessDenied")]
    [InlineData("d28-up-aws-expired", "CredentialsExpired")]
    [InlineData("d28-up-empty-stdin", "NoPassword")]
    [InlineData("d28-down-notty-noargs", "NoPassword")]
    [InlineData("d28-up-stored-no-args", "RegistryRejected")]
    [InlineData("d20-down-stored-no-args", "EndpointUnreachable")]
    [InlineData("d28-cfg-unwritable", "ConfigNotWritable")]
    [InlineData("d28-down-credsStore-missing", "HelperMissing")]
    [InlineData("d20-down-credsStore-missing", "HelperMissing")]
    [InlineData("d28-credsStore-secretservice-missing", "HelperMissing")]
    [InlineData("d20-up-credHelper-ecr-login", "StoreRefused")]
    [InlineData("d28-down-nousername", "BadArgument")]
    [InlineData("d20-down-nousername", "BadArgument")]
    [InlineData("d28-proxy-client-http400", "RegistryRejected")]
    [InlineData("d28-up-wrong-password", "RegistryRejected")]
    [InlineData("d20-proxy-client-http500", "ServiceFault")]
    [InlineData("d20-proxy-daemon-http404", "ServiceFault")]
    [InlineData("d28-proxy-client-proxy-503", "EndpointUnreachable")]
    [InlineData("d20-proxy-client-wrong-hostname", "TlsNotTrusted")]
    [InlineData("d28-proxy-daemon-unknown-ca", "TlsNotTrusted")]
    [InlineData("d28-down-nxdomain", "EndpointUnreachable")]
    [InlineData("d28-proxy-client-tls-timeout", "EndpointUnreachable")]
    [InlineData("podman-http-port5450", "RegistryRejected")]
    [InlineData("podman-http-port5451", "RegistryRejected")]
    [InlineData("podman-http-port5453", "Throttled")]
    [InlineData("podman-http-port5454", "ServiceFault")]
    [InlineData("podman-unknown-ca", "TlsNotTrusted")]
    public void A_failure_has_its_reason(string name, string reason) => Assert.Equal(reason, ClassicLog.Parse(Text(name)).Reason.ToString());

    [Fact]
    public void Of_two_attempts_the_last_counts()
    {
        var alone = Corpus().ToDictionary(static row => row.Data.Item1, static row => ClassicLog.Parse(Text(row.Data.Item1)), StringComparer.Ordinal);
        foreach (var first in alone.Keys)
        {
            foreach (var (second, expected) in alone)
            {
                var both = ClassicLog.Parse(Text(first) + Text(second));
                Assert.True((both.Verdict, both.Reason, both.Line) == (expected.Verdict, expected.Reason, expected.Line), $"{first} and then {second}: {both.Verdict} {both.Reason} {both.Line}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Line_ends_of_windows_colours_and_a_cut_first_line_change_nothing(string name, string kind)
    {
        var text = Text(name);
        var expected = ClassicLog.Parse(text);
        var twice = "Login Succeeded\nsome line that was here before\n" + text;
        string[] variants =
        [
            text.ReplaceLineEndings("\r\n"),
            string.Join('\n', text.Split('\n').Select(static line => $"\u001B[31;1m{line}\u001B[0m")),
            "\u001B]0;title\u0007" + text,
            twice[9..],
            text + "\0\0\0\0",
            Encoding.UTF8.GetString([0xFF, 0xFE]) + string.Concat(text.Select(static c => c + "\0")),
        ];
        Assert.Equal(Verdict(kind), expected.Verdict);
        foreach (var variant in variants)
            Assert.Equal((expected.Verdict, expected.Reason, expected.Line), (ClassicLog.Parse(variant).Verdict, ClassicLog.Parse(variant).Reason, ClassicLog.Parse(variant).Line));
    }

    [Fact]
    public void Of_dockers_line_alone_the_reason_is_that_aws_failed()
    {
        var log = ClassicLog.Parse(NoPassword + "\n");
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.NoPassword), (log.Verdict, log.Reason));
        Assert.Contains("aws, failed", log.Problem, StringComparison.Ordinal);
        Assert.Contains("journalctl -u rc-local", log.Remedy, StringComparison.Ordinal);
        Assert.Equal(NoPassword, log.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n \0\0")]
    [InlineData("hello")]
    [InlineData("Login Succeeded\nhello")]
    [InlineData("Login Succeeded\nWARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.")]
    [InlineData("Login Succeeded\nSee 'docker login --help'.")]
    [InlineData("not Login Succeeded")]
    [InlineData("Login Succeeded for nobody")]
    public void What_is_not_known_is_unknown_and_never_a_success(string text)
    {
        var log = ClassicLog.Parse(text);
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LogUnreadable), (log.Verdict, log.Reason));
        Assert.Equal(LogText.Lines(text).LastOrDefault() ?? "", log.Line);
    }

    [Theory]
    [InlineData("unknown flag: --password-stdin\nSee 'docker login --help'.", "BadArgument")]
    [InlineData("unknown flag: --password-stdin\n\nUsage:  docker login [OPTIONS] [SERVER]\n\nRun 'docker login --help' for more information", "BadArgument")]
    [InlineData("/etc/rc.local: line 4: aws: command not found\n" + NoPassword, "LoginFailed")]
    [InlineData("aws: [ERROR]: An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: no\n" + NoPassword, "AccessDenied")]
    [InlineData("An error occurred (InvalidSignatureException) when calling the GetAuthorizationToken operation: Signature expired: 20261122T000000Z is now earlier than\n" + NoPassword, "ClockSkew")]
    [InlineData("Login Succeeded\nRemoving login credentials for 123456789012.dkr.ecr.eu-central-1.amazonaws.com", "LoginRemoved")]
    [InlineData("error saving credentials: error storing credentials - err: exit status 1, out: `The stub received bad data.`", "StoreRefused")]
    [InlineData("error: Cannot perform an interactive login from a non-TTY device", "NoPassword")]
    [InlineData("Error: something that was never seen", "LoginFailed")]
    public void Lines_of_other_versions_are_known_too(string text, string reason) => Assert.Equal(reason, ClassicLog.Parse(text).Reason.ToString());

    [Fact]
    public void A_secret_is_never_quoted()
    {
        var secret = string.Concat(Enumerable.Repeat("eyJwYXlsb2FkIjoi/9+_", 60));
        foreach (var text in new[] { "docker login -u AWS -p " + secret, "{\"ServerURL\":\"x\",\"Secret\":\"short\"}", "Error: bad token " + secret, "Get \"https://x/" + secret + "\": EOF" })
        {
            var log = ClassicLog.Parse(text);
            Assert.DoesNotContain("eyJwYX", log.Line + log.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain("short", log.Line + log.Problem, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Names() => Corpus().Select(static row => row.Data.Item1).Order(StringComparer.Ordinal);

    private static string Text(string name) => File.ReadAllText(Path.Combine(s_folder, name + ".log"));

    private static BootVerdict Verdict(string kind) => kind switch
    {
        "login-ok" => BootVerdict.Succeeded,
        "fail" => BootVerdict.Failed,
        _ => BootVerdict.Unknown,
    };
}
