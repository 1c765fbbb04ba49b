using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>What would defeat a login at boot, found while somebody is there to change it.</summary>
internal static class HookWarnings
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly string[] s_oldPlaces = { "/etc/rc.local", "/etc/rc.d/rc.local", "/etc/crontab" };
    private static readonly string[] s_oldFolders = { "/etc/cron.d", "/var/spool/cron", "/var/spool/cron/crontabs" };

    /// <summary>One sentence each.</summary>
    public static IReadOnlyList<string> Of(ImageRoot image, HookOptions options)
    {
        var runners = RunnerUnits.Find(image, options.RunnerUnits);
        var accounts = new Dictionary<string, (uint, string)>(StringComparer.Ordinal);
        foreach (var account in new Accounts(image).All)
            accounts[account.Name] = (account.Uid, account.Home.TrimEnd('/'));

        var users = options.Users.Where(static user => user != HookOptions.AutoUser).Concat(options.Users.Contains(HookOptions.AutoUser, StringComparer.Ordinal) ? runners.Select(static runner => runner.User).OfType<string>() : Array.Empty<string>())
            .Distinct(StringComparer.Ordinal).ToList();
        return Unknown(image, options, accounts).Concat(OldRecipes(image)).Concat(runners.SelectMany(runner => OfRunner(image, runner)))
            .Concat(users.Where(accounts.ContainsKey).SelectMany(user => OfHome(image, user, accounts[user]))).Distinct(StringComparer.Ordinal).ToList();
    }

    private static IEnumerable<string> Unknown(ImageRoot image, HookOptions options, Dictionary<string, (uint Uid, string Home)> accounts)
    {
        foreach (var user in options.Users)
        {
            if (user == HookOptions.AutoUser || accounts.ContainsKey(user) || (image.IsHost && Exists(user)))
                continue;
            var near = SimilarName.Of(user, accounts.Keys);
            yield return $"There is no user '{user}' in {image.Shown("/etc/passwd")} now, and the login waits for him at boot.{(near is null ? "" : $" Did you mean '{near}'?")}";
        }
    }

    private static IEnumerable<string> OldRecipes(ImageRoot image)
    {
        var files = s_oldPlaces.Select(image.Follow).Concat(s_oldFolders.SelectMany(folder => SystemFile.List(image.Follow(folder)))).Distinct(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var text = RcLocalText.Parse(System.Text.Encoding.UTF8.GetBytes(SystemFile.ReadText(file))).Rest;
            if (text.Split('\n').Any(static line => !line.TrimStart().StartsWith("#", StringComparison.Ordinal)
                && Regex.IsMatch(line, @"\becr(-public)?\s+get-login|\b(docker|podman)\s+login\b.*(\.ecr\.|ecr\.aws)", RegexOptions.ExplicitCapture, s_limit)))
                yield return $"{file} still logs in to ECR by itself. Remove that line: its success in the log would read as this hook's.";
        }
    }

    private static IEnumerable<string> OfRunner(ImageRoot image, RunnerUnit runner)
    {
        if (runner.Service.Last("ProtectHome") is { } protect && protect.ToLowerInvariant() is "yes" or "true" or "on" or "1" or "tmpfs")
            yield return $"{runner.Name} has ProtectHome={runner.Service.Last("ProtectHome")}, so its jobs cannot read the login in the user's home. Remove that setting.";
        foreach (var name in new[] { "DOCKER_CONFIG", "DOCKER_AUTH_CONFIG" })
        {
            if (runner.Service.All("Environment").Any(value => value.Trim('"', '\'').StartsWith(name + "=", StringComparison.Ordinal)))
                yield return $"{runner.Name} sets {name}, so its jobs look for logins there and not in config.json of the user's home. Remove that setting.";
            if (runner.Service.Last("WorkingDirectory") is { Length: > 1 } folder && folder[0] == '/'
                && SystemFile.ReadText(image.Follow(folder.TrimEnd('/') + "/.env")).Split('\n').Any(line => line.TrimStart().StartsWith(name + "=", StringComparison.Ordinal)))
                yield return $"{image.Shown(folder.TrimEnd('/') + "/.env")} sets {name}, so the jobs look for logins there and not in config.json of the user's home. Remove that line.";
        }
    }

    private static IEnumerable<string> OfHome(ImageRoot image, string user, (uint Uid, string Home) account)
    {
        foreach (var path in new[] { account.Home + "/.docker", account.Home + "/.docker/config.json" })
        {
            if (FileStatus.Of(image.Follow(path), follow: true) is { } status && status.User != account.Uid)
            {
                yield return $"{image.Shown(path)} does not belong to '{user}', as sudo docker login leaves it, so the login will be refused. Run: chown -R {user}: {image.Shown(account.Home)}/.docker";
                break;
            }
        }

        foreach (var path in new[] { $"/run/user/{account.Uid}/containers/auth.json", account.Home + "/.config/containers/auth.json" })
        {
            if (Regex.IsMatch(SystemFile.ReadText(image.Follow(path)), @"\.dkr\.ecr|public\.ecr\.aws|dkr-ecr\.", RegexOptions.ExplicitCapture, s_limit))
                yield return $"{image.Shown(path)} has a login to ECR, which podman takes before docker's. Remove it there: podman logout.";
        }
    }

    private static bool Exists(string user)
    {
        try
        {
            OsUser.Find(user);
            return true;
        }
        catch (EcrException)
        {
            return false;
        }
    }
}
