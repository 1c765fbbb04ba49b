using System.Globalization;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Makes room for a new boot's log: the last one becomes <c>.1</c>, and so on to <c>.5</c>.</summary>
internal static class BootLogTurning
{
    private const int Kept = 5;

    /// <summary>Turns the logs. A link in a log's place is removed, so that what it names is neither written nor kept.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Turn(string log)
    {
        PlainFile.MakeFolder(System.IO.Path.GetDirectoryName(log)!);
        if (FileStatus.Of(log, follow: false) is not { } status)
            return;
        if (status.IsLink)
        {
            if (LibC.Remove(log) != 0)
                throw PlainFile.Fault(log, "removed", LibC.LastError);
            return;
        }

        if (!status.IsRegular)
            throw PlainFile.Fault(log, "written: it is not a regular file");

        // rename(2) moves a link itself and replaces what stands in the way; one that has nothing to move is no error.
        for (var number = Kept - 1; number >= 0; number--)
        {
            if (LibC.Rename(Name(log, number), Name(log, number + 1)) != 0 && LibC.LastError != LibC.NoEntry)
                throw PlainFile.Fault(Name(log, number), "turned", LibC.LastError);
        }
    }

    private static string Name(string log, int number) => number == 0 ? log : log + "." + number.ToString(CultureInfo.InvariantCulture);
}
