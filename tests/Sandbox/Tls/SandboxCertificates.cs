using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EcrBoot.Sandbox;

/// <summary>Picks the certificate of a connection by the name the client asks for, and makes it when it is the first to ask.</summary>
internal sealed class SandboxCertificates : IDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly CertificateAuthority _trusted;
    private readonly Lazy<CertificateAuthority> _untrusted;
    private readonly ConcurrentDictionary<(string Name, FaultKind? Fault), Lazy<SslStreamCertificateContext>> _contexts = new();
    private readonly FaultSwitches _faults;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecrboot-sandbox-");

    public SandboxCertificates(FaultSwitches faults, bool rsa)
    {
        _trusted = new CertificateAuthority("EcrBoot Sandbox CA", rsa);
        _untrusted = new(() => new CertificateAuthority("Corporate TLS Inspection CA", rsa));
        _faults = faults;
        BundlePath = Path.Combine(_folder.FullName, "ca.pem");
        File.WriteAllText(BundlePath, _trusted.Pem + "\n");
    }

    public string BundlePath { get; }

    public ValueTask<SslServerAuthenticationOptions> SelectAsync(TlsHandshakeCallbackContext connection)
    {
        string name = connection.ClientHelloInfo.ServerName is { Length: > 0 } serverName ? serverName : Loopback;
        AwsHost? host = AwsHost.Parse(name);
        FaultTarget target = host is null ? FaultTarget.Default : FaultStrike.TargetOf(host.Target);
        FaultKind? fault = _faults.Take(target, host?.Region, name, "", f => f.IsCertificate)?.Kind;
        SslStreamCertificateContext context = _contexts.GetOrAdd((name, fault), key => new(() => Make(key.Name, key.Fault))).Value;
        return new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context,
            // A session resumed would pass by a fault that is switched on later.
            AllowTlsResume = false,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        });
    }

    public void Dispose()
    {
        foreach (KeyValuePair<(string, FaultKind?), Lazy<SslStreamCertificateContext>> context in _contexts)
            context.Value.Value.TargetCertificate.Dispose();
        _trusted.Dispose();
        if (_untrusted.IsValueCreated)
            _untrusted.Value.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Someone else removed it, or reads it still; it holds nothing secret.
        }
    }

    private SslStreamCertificateContext Make(string name, FaultKind? fault)
    {
        CertificateAuthority authority = fault == FaultKind.UntrustedCertificate ? _untrusted.Value : _trusted;
        X509Certificate2 certificate = authority.Issue(fault == FaultKind.WrongNameCertificate ? "other.example.com" : name, fault == FaultKind.ExpiredCertificate);
        return SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }
}
