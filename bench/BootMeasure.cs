using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcrBoot.BootTests;

namespace EcrBoot.Bench;

/// <summary>What the hook adds to a boot whose network is ready: one guest of systemd-nspawn without it and one with it, by systemd's own figures.</summary>
internal static class BootMeasure
{
    private const string Without = "without the hook";
    private const string With = "with the hook";
    private const string Boot = "boot", Unit = "unit", Runner = "runner";

    private const string Report = """
        systemd-analyze time >/results/time
        systemd-analyze blame --no-pager | grep ecrboot.service >/results/blame
        echo "$(systemctl show -p UserspaceTimestampMonotonic --value) $(systemctl show -p ExecMainStartTimestampMonotonic --value actions.runner.acme.host.service)" >/results/runner
        """;

    public static Table Run(int runs)
    {
        const string title = "A boot, ms by systemd-analyze";
        if (Guest.WhyNot() is { } reason)
        {
            var none = new Table(title, Series.Measure([], 0));
            none.Note("Boots were not measured: " + reason);
            return none;
        }

        using var without = Machine();
        using var with = Machine();
        with.Install("-User runner");
        var table = new Table(title, Series.Measure([new Side(Without, () => Once(without)), new Side(With, () => Once(with))], runs));
        table.Add(Without + ": userspace", (Without, Boot));
        table.Add(With + ": userspace", (With, Boot), ("without", Without, Boot));
        table.Add("  of it ecrboot.service", (With, Unit));
        table.Add(Without + ": until the runner starts", (Without, Runner));
        table.Add(With + ": until the runner starts", (With, Runner), ("without", Without, Runner));
        table.Note("Both guests start the local AWS before everything else, so that the network is there when the login begins.");
        return table;
    }

    private static Guest Machine()
    {
        var guest = new Guest();
        guest.AddAws();
        guest.Write("etc/systemd/system/aws.service.d/ready.conf", "[Unit]\nBefore=sysinit.target");
        guest.AddRunner("actions.runner.acme.host");
        return guest;
    }

    private static Dictionary<string, double> Once(Guest guest)
    {
        var boot = guest.BootAsync(before: Report).GetAwaiter().GetResult();
        boot.MustBeWhole();
        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { [Boot] = Milliseconds(boot.Read("time").Split("finished in ")[1].Split(" (userspace)")[0]) };
        if (boot.Has("blame") && boot.Read("blame").Length > 0)
            figures[Unit] = Milliseconds(boot.Read("blame").Replace("ecrboot.service", "", StringComparison.Ordinal));
        var moments = Array.ConvertAll(boot.Read("runner").Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        figures[Runner] = (moments[1] - moments[0]) / 1000;
        return figures;
    }

    // systemd's way to write a time: 1min 2.034s, 870ms.
    private static double Milliseconds(string span) => span.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Sum(static part =>
        double.Parse(part.TrimEnd('m', 'i', 'n', 's'), CultureInfo.InvariantCulture) * (part.EndsWith("min", StringComparison.Ordinal) ? 60_000 : part.EndsWith("ms", StringComparison.Ordinal) ? 1 : 1000));
}
