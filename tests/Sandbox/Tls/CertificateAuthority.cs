using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrBoot.Sandbox;

/// <summary>A certificate authority that issues server certificates on the spot.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly bool _rsa;
    private readonly AsymmetricAlgorithm _key;
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes one.</summary>
    /// <param name="commonName">Its name.</param>
    /// <param name="rsa">Whether its keys are RSA's; else they are those of an elliptic curve.</param>
    public CertificateAuthority(string commonName, bool rsa)
    {
        _rsa = rsa;
        _key = NewKey();
        CertificateRequest request = Request($"CN={commonName}, O=EcrBoot", _key);
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
        using AsymmetricAlgorithm key = NewKey();
        CertificateRequest request = Request($"CN={(name.Length <= 64 ? name : "server")}", key);
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
        X509Certificate2 withKey = key is RSA rsa ? issued.CopyWithPrivateKey(rsa) : issued.CopyWithPrivateKey((ECDsa)key);
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

    private AsymmetricAlgorithm NewKey() => _rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest Request(string subject, AsymmetricAlgorithm key) => key is RSA rsa
        ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
}
