using System.Collections.Generic;
using System.IO;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>A boot's login by the native program beside the pipeline it takes the place of and beside curl doing the same two requests.</summary>
internal static class NativeMeasure
{
    private const string Today = "aws ecr get-login-password | docker login";
    private const string Curl = "curl: the same two requests";
    private const string Ours = "ecrboot login";
    private const string OursWithAll = "ecrboot login, with the system's whole store";

    public static Table Run(BenchFolder folder, AwsSandbox sandbox, Clients clients, ProgramRunner programs, bool isTls, int runs)
    {
        var title = $"A boot's login, whole process, ms over {(isTls ? "TLS" : "http")}";
        var program = folder.NativeProgram;
        if (!File.Exists(program))
        {
            var none = new Table(title, Series.Measure([], 0));
            none.Note("The published module has no native program.");
            return none;
        }

        var api = isTls ? $"https://api.ecr.{sandbox.Options.Region}.amazonaws.com/" : sandbox.Endpoint.AbsoluteUri;
        var registry = isTls ? sandbox.RealRegistryHost : sandbox.RegistryHost;
        var roots = isTls ? folder.Roots(sandbox) : null;
        var sides = new List<Side>();
        if (clients is { Aws: { } aws, Docker: { } docker } && programs.Find("sh") is { } sh)
        {
            var ca = isTls ? $"AWS_CA_BUNDLE='{sandbox.CaBundlePath}' " : "";
            var endpoint = isTls ? $" --endpoint-url {api}" : "";
            sides.Add(Side.Whole(Today, () => Measure(sh, "-c", $"{Proxy("")}{ca}'{aws}' ecr get-login-password{endpoint} | {Proxy("")}'{docker}' --config '{folder.DockerConfig()}' login --username AWS --password-stdin {registry}")));
        }

        sides.Add(Side.Whole(Ours, () => Login(roots)));
        if (isTls)
            sides.Add(Side.Whole(OursWithAll, () => Login(null)));

        if (clients.Curl is { } curl)
            sides.Add(Side.Whole(Curl, () => CurlLogin(curl)));

        var table = new Table(title, Series.Measure(sides, runs));
        Add(Today, null, null);
        Add(Ours, Today, new Goal(isTls ? 1.0 / 8 : 1.0 / 20, GoalKind.Ratio));
        if (isTls)
            Add(OursWithAll, Today, null);

        Add(Curl, Today, null);
        table.Add(Ours + ", beside curl", (Ours, Side.Time), ("curl", Curl, Side.Time), isTls ? new Goal(1.5, GoalKind.Ratio) : null);
        if (clients.Aws is null || clients.Docker is null)
            table.Note("aws-cli and docker are not both on PATH, so there is no pipeline to compare with.");
        if (isTls)
            table.Note("Over TLS every side goes through the local proxy. ecrboot starts with links to the Amazon and Starfield roots, as installed by the boot hook, and with the local authority.");
        return table;

        void Add(string name, string? beside, Goal? goal)
        {
            table.Add(name, (name, Side.Time), beside is null ? null : ("aws | docker", beside, Side.Time), goal);
            table.Add("  processor time", (name, Side.Processor));
            table.Add("  peak memory, MiB", (name, Side.Memory), null, name == Ours ? new Goal(20, GoalKind.Absolute) : null);
        }

        // In a shell of its own, so that the variables reach this side alone; exec leaves nothing of the shell but its start.
        ProgramRun Login(string? certificates)
        {
            var trust = !isTls ? "" : $"SSL_CERT_FILE='{sandbox.CaBundlePath}' {(certificates is null ? "" : $"SSL_CERT_DIR='{certificates}' ")}";
            return Measure("/bin/sh", "-c", $"{Proxy("export ")}{(trust.Length == 0 ? "" : $"export {trust};")} exec '{program}' login --docker-config '{folder.DockerConfig()}' --endpoint-url {api} --timeout 30");
        }

        ProgramRun CurlLogin(string path)
        {
            var keys = sandbox.UserKeys;
            var common = isTls ? $"proxy = \"{sandbox.ProxyEndpoint}\"\ncacert = \"{sandbox.CaBundlePath}\"\n" : "";
            return programs.Measure(path, ["--silent", "--show-error", "--fail", "--config", "-"], $"""
                {common}url = "{api}"
                user = "{keys.AccessKeyId}:{keys.SecretAccessKey}"
                aws-sigv4 = "aws:amz:{sandbox.Options.Region}:ecr"
                header = "X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"
                header = "Content-Type: application/x-amz-json-1.1"
                data = "{"{}"}"
                next
                silent
                fail
                {common}url = "{(isTls ? "https" : "http")}://{registry}/v2/"
                header = "Authorization: Basic {sandbox.Tokens.Issue(sandbox.Options.Region)}"

                """);
        }

        string Proxy(string verb) => isTls ? $"{verb}HTTPS_PROXY={sandbox.ProxyEndpoint.AbsoluteUri.TrimEnd('/')} {(verb.Length == 0 ? $"SSL_CERT_FILE='{sandbox.CaBundlePath}' " : ";")}" : "";

        ProgramRun Measure(string path, params string[] arguments) => programs.Measure(path, arguments);
    }
}
