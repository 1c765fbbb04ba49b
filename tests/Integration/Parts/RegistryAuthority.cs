using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrBoot.Integration;

/// <summary>A company's own certificate authority, which no system trusts by itself.</summary>
internal sealed class RegistryAuthority : IDisposable
{
    public const string Name = "Example Corp Registry CA";
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _root;

    public RegistryAuthority()
    {
        var request = new CertificateRequest("CN=" + Name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(9));
    }

    /// <summary>Its own certificate.</summary>
    public string Pem => _root.ExportCertificatePem() + "\n";

    /// <summary>Issues a certificate for 127.0.0.1 as <c>server.crt</c> and <c>server.key</c>.</summary>
    /// <returns>The path of the certificate.</returns>
    public string IssueTo(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(_root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        var path = Path.Combine(folder, "server.crt");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
