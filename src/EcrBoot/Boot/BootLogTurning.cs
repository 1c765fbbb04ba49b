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
        switch (PlainFile.KindOf(log))
        {
            case PlainFileKind.None:
                return;
            case PlainFileKind.Link:
                PlainFile.Remove(log);
                return;
            case PlainFileKind.Other:
                throw PlainFile.Fault(log, "written: it is not a regular file");
        }

        for (var number = Kept - 1; number >= 0; number--)
            PlainFile.Move(Name(log, number), Name(log, number + 1));
    }

    private static string Name(string log, int number) => number == 0 ? log : log + "." + number.ToString(CultureInfo.InvariantCulture);
}
