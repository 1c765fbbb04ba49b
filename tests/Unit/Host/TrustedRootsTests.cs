using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class TrustedRootsTests : IDisposable
{
    private readonly TestFolder _root = new();

    public TrustedRootsTests() => TestUser.NeedsLinux();

    private string Folder => _root.File(TrustedRoots.Folder);

    public void Dispose() => _root.Dispose();

    private void Make()
    {
        foreach (var (link, target) in TrustedRoots.Links(_root))
        {
            Directory.CreateDirectory(Folder);
            File.CreateSymbolicLink(_root.File(link.TrimStart('/')), target);
        }
    }

    [Theory]
    [InlineData("etc/ssl/certs")]
    [InlineData("etc/pki/ca-trust/extracted/pem/directory-hash")]
    public void Links_lead_to_the_systems_own_entries_and_never_to_what_those_point_at(string trust)
    {
        _root.Write("usr/share/ca-certificates/mozilla/Amazon_Root_CA_1.crt", "pem");
        Directory.CreateDirectory(_root.File(trust));
        File.CreateSymbolicLink(_root.File(trust + "/Amazon_Root_CA_1.pem"), "/usr/share/ca-certificates/mozilla/Amazon_Root_CA_1.crt");
        foreach (var name in new[] { "Starfield_Class_2_CA.pem", "DigiCert_Global_Root_CA.pem", "Amazon_Root_CA_1.crt", "ca-certificates.crt" })
            _root.Write($"{trust}/{name}", "pem");
        var links = TrustedRoots.Links(_root);
        Assert.Equal(["Amazon_Root_CA_1.pem", "Starfield_Class_2_CA.pem"], links.Select(static link => Path.GetFileName(link.Link)));
        Assert.Equal([$"/{trust}/Amazon_Root_CA_1.pem", $"/{trust}/Starfield_Class_2_CA.pem"], links.Select(static link => link.Target));
    }

    [Fact]
    public void A_root_the_system_gave_up_is_not_linked()
    {
        _root.Write("etc/ssl/certs/Amazon_Root_CA_1.pem", "pem");
        var second = _root.Write("etc/ssl/certs/Amazon_Root_CA_2.pem", "pem");
        Assert.Equal(2, TrustedRoots.Links(_root).Count);
        File.Delete(second);
        Assert.Single(TrustedRoots.Links(_root));
    }

    [Fact]
    public void Where_there_is_only_a_bundle_nothing_is_made()
    {
        _root.Write("etc/pki/tls/cert.pem", "pem");
        Assert.Empty(TrustedRoots.Links(_root));
        Assert.False(TrustedRoots.Use(new HostEnvironment(new Dictionary<string, string>()), _root));
    }

    [Theory]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSL_CERT_DIR")]
    [InlineData("AWS_CA_BUNDLE")]
    public void The_users_own_choice_wins(string variable)
    {
        _root.Write("etc/ssl/certs/Amazon_Root_CA_1.pem", "pem");
        Make();
        Assert.False(TrustedRoots.Use(new HostEnvironment(new Dictionary<string, string> { [variable] = "/x" }), _root));
    }

    [Fact]
    public void A_folder_with_anything_but_links_to_the_system_is_not_used()
    {
        TestUser.NeedsRoot();
        _root.Write("etc/ssl/certs/Amazon_Root_CA_1.pem", "pem");
        Make();
        _root.Write(TrustedRoots.Folder + "/mine.pem", "pem");
        Assert.False(Use());
        File.Delete(_root.File(TrustedRoots.Folder + "/mine.pem"));
        File.CreateSymbolicLink(_root.File(TrustedRoots.Folder + "/mine.pem"), "/tmp/mine.pem");
        Assert.False(Use());
        File.Delete(_root.File(TrustedRoots.Folder + "/mine.pem"));
        Shell.Run("chmod", "777", Folder);
        Assert.False(Use());

        bool Use() => TrustedRoots.Use(new HostEnvironment(new Dictionary<string, string>()), _root);
    }
}
