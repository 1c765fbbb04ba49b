using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EcrBoot.Host;

/// <summary>
/// The rules of <c>NO_PROXY</c>, as Go reads them (so docker's too): <c>*</c>, names that cover their sub-domains, with or without a leading
/// dot or <c>*.</c>, <c>host:port</c>, addresses and address ranges (CIDR), divided by commas or blanks.
/// </summary>
internal sealed class NoProxyList
{
    private readonly List<(string Name, int Port)> _names = new();
    private readonly List<(IPAddress Network, int Bits, int Port)> _ranges = new();
    private readonly bool _everything;

    public NoProxyList(string text)
    {
        foreach (var part in text.Split(new[] { ',', ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "*")
                _everything = true;
            else if (TryRange(part, out var range))
                _ranges.Add(range);
            else
                _names.Add(Name(part));
        }
    }

    /// <summary>Whether a request to this address goes without a proxy.</summary>
    public bool Covers(Uri target)
    {
        var host = target.DnsSafeHost.TrimEnd('.');
        if (_everything || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (IPAddress.TryParse(host, out var address))
        {
            if (address.IsIPv4MappedToIPv6)
                address = address.MapToIPv4();
            return IPAddress.IsLoopback(address)
                || IsLinkLocal(address)
                || _ranges.Exists(range => (range.Port == 0 || range.Port == target.Port) && IsIn(address, range.Network, range.Bits));
        }

        return _names.Exists(rule => (rule.Port == 0 || rule.Port == target.Port) && IsUnder(host, rule.Name));
    }

    private static bool IsUnder(string host, string name) =>
        host.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (host.Length > name.Length && host[host.Length - name.Length - 1] == '.' && host.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    // 169.254.169.254 and 169.254.170.2 are the instance's and the container's metadata service; fd00:ec2::254 is the former's IPv6 address.
    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal
        || IsIn(address, new IPAddress(new byte[] { 169, 254, 0, 0 }), 16)
        || address.Equals(IPAddress.Parse("fd00:ec2::254"));

    private static bool IsIn(IPAddress address, IPAddress network, int bits)
    {
        if (address.AddressFamily != network.AddressFamily)
            return false;
        byte[] left = address.GetAddressBytes(), right = network.GetAddressBytes();
        for (var i = 0; i < left.Length && bits > 0; i++, bits -= 8)
        {
            var mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits);
            if (((left[i] ^ right[i]) & mask & 0xFF) != 0)
                return false;
        }

        return true;
    }

    private static bool TryRange(string part, out (IPAddress Network, int Bits, int Port) range)
    {
        range = default;
        var slash = part.IndexOf('/');
        var text = slash < 0 ? part : part.Substring(0, slash);
        var port = 0;
        if (!IPAddress.TryParse(text, out var address))
        {
            var name = Name(part);
            if (slash >= 0 || !IPAddress.TryParse(name.Name, out address))
                return false;
            port = name.Port;
        }

        var all = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var bits = all;
        if (slash >= 0 && (!int.TryParse(part.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > all))
            return false;
        range = (address, bits, port);
        return true;
    }

    private static (string Name, int Port) Name(string part)
    {
        var port = 0;
        var colon = part.LastIndexOf(':');
        if (colon > 0 && int.TryParse(part.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            part = part.Substring(0, colon);
        if (part.StartsWith("*.", StringComparison.Ordinal))
            part = part.Substring(1);
        return (part.Trim('.', '[', ']'), port);
    }
}
