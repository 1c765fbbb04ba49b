using System;
using System.IO;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Two homes in the same state: in one docker goes on, in the other we do.</summary>
internal sealed class TwoHomes
{
    private const string Settings = """
        "HttpHeaders":{"X-Team":"<a&b>"},"psFormat":"table {{.ID}}\t{{.Names}}","imagesFormat":"{{.ID}}","detachKeys":"ctrl-e,e",
        "credHelpers":{"gcr.example":"keep"},"pruneFilters":["label!=keep"],"proxies":{"default":{"httpProxy":"http://proxy.example:3128"}},
        "currentContext":"default","cliPluginsExtraDirs":["/opt/plugins"],"plugins":{"p":{"k":"v"}},"aliases":{"builder":"buildx"},
        "experimental":"enabled","stackOrchestrator":"swarm"
        """;

    public TwoHomes(AwsHost host, TestFolder folder, string client, string situation, string password)
    {
        Theirs = folder.Folder("theirs");
        Ours = folder.File("ours");
        KeepingHelper.WriteTo(Path.Combine(Theirs, "bin"));
        Prepare(host, new DockerCli(client, Theirs), situation, password);
        Tool.Output("cp", "-a", Theirs, Ours);
    }

    /// <summary>The states they can be in, all of them docker's own work.</summary>
    public static string[] Situations { get; } =
    [
        "there is no file",
        "docker logged in to another registry",
        "docker logged in here before",
        "docker logged in here with this very password",
        "docker logged in elsewhere and out again",
        "docker kept a person's settings",
        "a helper keeps all logins",
        "a helper keeps all logins, and docker logged in elsewhere",
        "a helper keeps this registry's login",
    ];

    /// <summary>Docker's home.</summary>
    public string Theirs { get; }

    /// <summary>Ours.</summary>
    public string Ours { get; }

    /// <summary>Requires the same bytes, mode and owner, with nothing left lying beside, and the same logins with the helper.</summary>
    public void RequireSame()
    {
        Assert.Equal(ConfigFile.Text(Theirs), ConfigFile.Text(Ours));
        Assert.Equal(KeepingHelper.Kept(Theirs), KeepingHelper.Kept(Ours));
        Assert.Equal(Owners(Theirs), Owners(Ours));
        Assert.Equal(ConfigFile.PathIn(Ours), Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(ConfigFile.PathIn(Ours))!)));
    }

    private static string Owners(string home) => Tool.Output("stat", "-c", "%a %U", ConfigFile.PathIn(home), Path.GetDirectoryName(ConfigFile.PathIn(home))!);

    private void Prepare(AwsHost host, DockerCli docker, string situation, string password)
    {
        switch (situation)
        {
            case "there is no file":
                break;
            case "docker logged in to another registry":
                docker.Login(host.OtherRegistry, host.IssuePassword());
                break;
            case "docker logged in here before":
                docker.Login(host.Registry, host.IssuePassword());
                break;
            case "docker logged in here with this very password":
                docker.Login(host.Registry, password);
                break;
            case "docker logged in elsewhere and out again":
                docker.Login(host.OtherRegistry, host.IssuePassword());
                docker.Succeed("logout", host.OtherRegistry);
                break;
            case "docker kept a person's settings":
                ConfigFile.Write(Theirs, "{" + Settings + "}");
                docker.Login(host.OtherRegistry, host.IssuePassword());
                break;
            case "a helper keeps all logins":
                ConfigFile.Write(Theirs, """{"credsStore":"keep"}""");
                break;
            case "a helper keeps all logins, and docker logged in elsewhere":
                ConfigFile.Write(Theirs, """{"credsStore":"keep"}""");
                docker.Login(host.OtherRegistry, host.IssuePassword());
                break;
            case "a helper keeps this registry's login":
                ConfigFile.Write(Theirs, "{\"credHelpers\":{\"" + host.Registry + "\":\"keep\"}}");
                docker.Login(host.OtherRegistry, host.IssuePassword());
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation), situation, message: null);
        }
    }
}
