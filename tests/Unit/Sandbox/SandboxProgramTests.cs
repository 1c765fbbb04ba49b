using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxProgramTests
{
    [Theory]
    [InlineData("--bogus", "The switch --bogus is not known. See --help.")]
    [InlineData("--fault nonsense", "The fault nonsense is not known. See --help.")]
    [InlineData("--fault", "The switch --fault needs a value. See --help.")]
    [InlineData("--account 1234", "An account id has twelve digits; 1234 does not. See --help.")]
    [InlineData("--imds-late soon", "The switch --imds-late needs a whole number, not soon. See --help.")]
    public async Task A_switch_it_does_not_know_ends_it_with_a_sentence(string arguments, string sentence)
    {
        using Process process = Start(arguments);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2, sentence), (process.ExitCode, error.Trim()));
    }

    [Fact]
    public async Task It_says_what_to_export_and_ends_when_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM to send.");
        using Process process = Start("--region us-west-2 --fault ecr-token/throttle:2 --fault registry/slow=20ms --registries 2");
        string text = "";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            text += line + "\n";
            if (line.EndsWith("Ctrl+C ends it.", StringComparison.Ordinal))
                Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("export HTTPS_PROXY='http://127.0.0.1:", text, StringComparison.Ordinal);
        Assert.Contains("$env:AWS_CA_BUNDLE = '", text, StringComparison.Ordinal);
        Assert.Contains("123456789012.dkr.ecr.us-west-2.amazonaws.com", text, StringComparison.Ordinal);
        Assert.Contains("Faults switched on: Throttle, Slow.", text, StringComparison.Ordinal);
        Assert.Matches(@"over plain http, +127\.0\.0\.1:\d+ 127\.0\.0\.1:\d+\n", text);
        Assert.EndsWith("The sandbox has ended.\n", text, StringComparison.Ordinal);
    }

    private static Process Start(string arguments) => Process.Start(new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "EcrBoot.Sandbox.dll")}\" {arguments}")
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
