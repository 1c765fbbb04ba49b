using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrBoot.Host;

/// <summary>
/// Which TLS servers are trusted: those this system trusts, and those whose certificate leads to one in the given PEM files. The server's
/// name is always checked. After a failure it can say why, which the exceptions of .NET do not. Make one for each client.
/// </summary>
public sealed class TlsTrust
{
    private readonly List<string> _bundles = new();
    private readonly bool _systemRoots;
    private readonly Lazy<X509Certificate2Collection> _anchors;
    private Lazy<X509Certificate2Collection>? _wholeStore;
    private volatile Refusal? _refusal;

    /// <summary>Trusts what is named. The files are read only when the system alone does not trust a server.</summary>
    /// <param name="bundles">Paths of PEM files, each with one certificate or more.</param>
    /// <param name="systemRoots">Whether the system's roots count too. Default: yes.</param>
    public TlsTrust(IEnumerable<string> bundles, bool systemRoots = true)
    {
        _bundles.AddRange(bundles);
        _systemRoots = systemRoots;
        _anchors = new Lazy<X509Certificate2Collection>(() => PemBundle.Read(_bundles));
    }

    /// <summary>
    /// The trust of this host: the system's roots, <c>AWS_CA_BUNDLE</c> as aws-cli has it (the AWS SDK for .NET does not read it), and on
    /// Linux <c>SSL_CERT_FILE</c>.
    /// </summary>
    /// <param name="host">Where the variables are read.</param>
    /// <param name="more">Paths of further PEM files.</param>
    /// <exception cref="EcrException">BadArgument: a variable names a file that does not exist.</exception>
    public static TlsTrust Of(HostEnvironment host, IEnumerable<string>? more = null)
    {
        var bundles = new List<string>();
        foreach (var name in HostEnvironment.IsLinux ? new[] { "AWS_CA_BUNDLE", "SSL_CERT_FILE" } : new[] { "AWS_CA_BUNDLE" })
        {
            if (host.Variable(name) is not { } path)
                continue;
            if (!System.IO.File.Exists(path))
                throw new EcrException(EcrErrorReason.BadArgument, $"{name} names '{path}', which is no file.", $"Correct or unset {name}.");
            bundles.Add(path);
        }

        bundles.AddRange(more ?? Array.Empty<string>());
        var trust = new TlsTrust(bundles);
        if (host.WholeTrustStore is { Count: > 0 } store)
            trust._wholeStore = new Lazy<X509Certificate2Collection>(() => PemBundle.ReadStore(store));
        return trust;
    }

    /// <summary>Whether a server was refused.</summary>
    public bool HasRefused => _refusal is not null;

    /// <summary>Makes a handler judge its servers by this trust.</summary>
    /// <param name="handler">A handler that has sent nothing yet.</param>
    public void ApplyTo(HttpClientHandler handler)
    {
        TlsVersion.Ensure();
#pragma warning disable MA0039 // The callback can only add anchors: name, dates and signatures are checked as ever.
        handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);
#pragma warning restore MA0039
    }

    /// <summary>The error for a server that was refused, TlsNotTrusted, which says why and names the certificate's issuer.</summary>
    /// <param name="server">The server's name, and its port where it has one.</param>
    /// <param name="remedy">What to do where the issuer is unknown; null names <c>AWS_CA_BUNDLE</c>.</param>
    /// <param name="inner">The exception of the request.</param>
    public EcrException Error(string server, string? remedy = null, Exception? inner = null)
    {
        var refusal = _refusal ?? new Refusal("(unknown)", "it was refused", WrongCa: true);
        return new EcrException(
            EcrErrorReason.TlsNotTrusted,
            $"The TLS certificate of {server}, issued by '{refusal.Issuer}', is not trusted: {refusal.Why}.",
            refusal.WrongCa
                ? remedy ?? "Set AWS_CA_BUNDLE to a PEM file with that issuer's certificate, or add it to this system's trusted roots."
                : "Check the address, this host's clock and any proxy that intercepts TLS.",
            inner)
        {
            MayBeTheClock = refusal.IsOfDate,
        };
    }

    /// <summary>The validation callback of <see cref="HttpClientHandler"/> and <see cref="SslStream"/>.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain the system built, with the intermediate certificates the server sent.</param>
    /// <param name="errors">The system's own judgement.</param>
    public bool IsTrusted(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return Refuse("(none)", "it sent none", wrongCa: false);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return Refuse(certificate.Issuer, $"it is for '{certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}'", wrongCa: false);
        if (errors == SslPolicyErrors.None && _systemRoots)
            return true;
        var now = DateTime.Now;
        if (now < certificate.NotBefore || now > certificate.NotAfter)
            return Refuse(certificate.Issuer, $"it is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}", wrongCa: false, isOfDate: true);
        try
        {
            if (_bundles.Count > 0 && LeadsToAnchor(certificate, chain, _anchors.Value))
                return true;

            // The chain was built with a part of the system's roots alone.
            if (_systemRoots && _wholeStore is not null && LeadsToAnchor(certificate, chain, _wholeStore.Value))
                return true;
        }
        catch (Exception e) when (e is EcrException or CryptographicException)
        {
            return Refuse(certificate.Issuer, e is EcrException ours ? ours.Problem.TrimEnd('.') : "its chain cannot be read", wrongCa: true);
        }

        return Refuse(TopIssuer(certificate, chain), "no certificate authority that this host trusts vouches for it", wrongCa: true);
    }

    private static bool LeadsToAnchor(X509Certificate2 certificate, X509Chain? sent, X509Certificate2Collection anchors)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        policy.ExtraStore.AddRange(anchors);
        if (sent is not null)
        {
            policy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
            foreach (var element in sent.ChainElements)
                policy.ExtraStore.Add(element.Certificate);
        }
#if NET
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(anchors);
        policy.DisableCertificateDownloads = true;
#endif

        // An unknown authority passes Build, for .NET Standard 2.0 has no custom roots and an anchor may be an intermediate certificate, as it
        // may in Go; what decides is that the chain, whose signatures and dates Build has checked, ends in one of the anchors.
        policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (!chain.Build(certificate))
            return false;
        var last = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return anchors.Cast<X509Certificate2>().Any(anchor => anchor.RawData.AsSpan().SequenceEqual(last));
    }

    // Behind a proxy that intercepts TLS it is the top of the chain that an administrator knows by name.
    private static string TopIssuer(X509Certificate2 certificate, X509Chain? chain) =>
        chain is { ChainElements.Count: > 0 } ? chain.ChainElements[chain.ChainElements.Count - 1].Certificate.Issuer : certificate.Issuer;

    private bool Refuse(string issuer, string why, bool wrongCa, bool isOfDate = false)
    {
        _refusal = new Refusal(issuer, why, wrongCa, isOfDate);
        return false;
    }

    private sealed record Refusal(string Issuer, string Why, bool WrongCa, bool IsOfDate = false);
}
