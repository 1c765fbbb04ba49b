using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrBoot.Sandbox;

/// <summary>A certificate authority that issues server certificates on the spot.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public CertificateAuthority(string commonName)
    {
        CertificateRequest request = new($"CN={commonName}, O=EcrBoot", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-60), DateTimeOffset.UtcNow.AddYears(1));
    }

    /// <summary>The authority's own certificate, for a bundle.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Issues a certificate for one name, good from a month ago until yesterday or for three months more.</summary>
    public X509Certificate2 Issue(string name, bool expired)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={(name.Length <= 64 ? name : "server")}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (System.Net.IPAddress.TryParse(name, out System.Net.IPAddress? address))
        {
            names.AddIpAddress(address);
            names.AddDnsName("localhost");
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));

        DateTimeOffset end = DateTimeOffset.UtcNow.AddDays(expired ? -1 : 90);
        using X509Certificate2 issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(-30), end, RandomNumberGenerator.GetBytes(16));
        X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows())
            return withKey;

        // Schannel does not take a key that lives in this process only.
        using (withKey)
            return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
