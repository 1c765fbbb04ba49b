using System;
using System.Globalization;
using System.Text;
using EcrBoot.Boot;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>A token as it lies in the cache: with what is needed to tell its age though the clock jumps.</summary>
internal sealed class KeptToken
{
    // About 1,089 years: either way of 1970 still a date, whatever a broken file says.
    private const long MostSeconds = 1L << 35;

    // A clock that is put right after the boot may go back a little.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(5);

    private bool? _isOfThisBoot;

    private KeptToken(ConfigValue json) => Json = json;

    /// <summary>The shortest time for which a token is still served: 5 minutes, time enough for docker to use it.</summary>
    public static TimeSpan Least { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a renewal that failed is not tried again: 1 minute.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMinutes(1);

    public string UserName => Text("userName");

    /// <summary>The secret.</summary>
    public string Password => Text("password");

    /// <summary>When AWS ends it.</summary>
    public DateTimeOffset ExpiresAt => Time("expiresAt") ?? default;

    /// <summary>For a token that was given: the registry it is for.</summary>
    public string Endpoint => Text("endpoint");

    private ConfigValue Json { get; }

    /// <summary>A token that has just been had.</summary>
    /// <param name="key">Under what it is kept.</param>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The secret.</param>
    /// <param name="expiresAt">When AWS ends it.</param>
    /// <param name="life">How long it lives from now on, whatever this host's clock says.</param>
    /// <param name="host">The clock.</param>
    public static KeptToken Of(TokenKey key, string userName, string password, DateTimeOffset expiresAt, TimeSpan life, HostEnvironment host)
    {
        var json = ConfigValue.Object();
        void Add(string name, string value) => json.Members.Add(new(name, ConfigValue.String(value)));
        Add("version", "1");
        Add("service", key.Service);
        Add("region", key.Region);
        Add("endpoint", key.Endpoint);
        Add("instance", key.IsInstance ? "yes" : "no");
        Add("boot", BootIdentity.Read(host).Id ?? "");
        Add("uptime", Seconds(BootClock.SinceStart() ?? TimeSpan.Zero));
        Add("keptAt", Seconds(host.UtcNow - DateTimeOffset.FromUnixTimeSeconds(0)));
        Add("life", Seconds(life));
        Add("expiresAt", Seconds(expiresAt - DateTimeOffset.FromUnixTimeSeconds(0)));
        Add("userName", userName);
        Add("password", password);
        return new KeptToken(json);
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null where it is none.</returns>
    public static KeptToken? Parse(byte[] content)
    {
        try
        {
            return ConfigReader.Parse(content) is { Kind: ConfigValueKind.Object } json && new KeptToken(json) is { } read
                && read.Text("version") == "1" && read.UserName.Length > 0 && read.Password.Length > 0 && read.Time("expiresAt") is not null && read.Life > TimeSpan.Zero
                    ? read
                    : null;
        }
        catch (ConfigSyntaxException)
        {
            return null;
        }
    }

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ConfigWriter.Write(Json)) + "\n");

    /// <summary>Whether it is long enough from its end to be served.</summary>
    public bool IsUsable(HostEnvironment host) => Left(host) >= Least;

    /// <summary>Whether it is in the first half of its life, so that there is nothing to renew.</summary>
    public bool IsYoung(HostEnvironment host) => Left(host) >= TimeSpan.FromTicks(Life.Ticks / 2);

    /// <summary>Whether it is the instance's, kept in this boot, and good for the same as a key.</summary>
    public bool IsOfThisBoot(TokenKey key, HostEnvironment host) =>
        Text("instance") == "yes" && Text("service") == key.Service && Text("region") == key.Region && Endpoint == key.Endpoint && IsOfThisBoot(host);

    /// <summary>Whether it was handed over by docker login.</summary>
    public bool IsGiven => Text("service") == TokenKey.OfGiven("").Service;

    /// <summary>When it was kept, for the order of several.</summary>
    public DateTimeOffset KeptAt => Time("keptAt") ?? default;

    /// <summary>Whether a renewal failed less than a minute ago.</summary>
    public bool IsPaused(HostEnvironment host) => Time("renewalFailedAt") is { } failed && (host.UtcNow - failed).Duration() < Pause;

    /// <summary>Takes note of a renewal that failed now.</summary>
    public void MarkPaused(HostEnvironment host) =>
        Json.Set("renewalFailedAt", ConfigValue.String(Seconds(host.UtcNow - DateTimeOffset.FromUnixTimeSeconds(0))), Json.Members.Count);

    private TimeSpan Life => Span("life") ?? TimeSpan.Zero;

    // By the wall clock and, within one boot, by the clock that nobody sets: the worse of the two counts.
    private TimeSpan Left(HostEnvironment host)
    {
        var age = host.UtcNow - KeptAt;
        if (IsOfThisBoot(host) && BootClock.SinceStart() is { } now && Span("uptime") is { } then)
            age = now - then is var elapsed && elapsed > age ? elapsed : age;
        else if (age < -s_clockTolerance)
            return TimeSpan.Zero; // Kept in the future, in another boot: its age is not known.
        return Life - age;
    }

    private bool IsOfThisBoot(HostEnvironment host) => _isOfThisBoot ??= BootIdentity.Read(host).IsThis(Text("boot"));

    private string Text(string name) => Json.Find(name) is { Kind: ConfigValueKind.String } value ? value.Text : "";

    private DateTimeOffset? Time(string name) => Span(name) is { } since ? DateTimeOffset.FromUnixTimeSeconds(0) + since : null;

    private TimeSpan? Span(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is > -MostSeconds and < MostSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
