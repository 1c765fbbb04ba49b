using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// A systemd generator: before any unit is started, and again at each reload, it writes for every installed unit of a job runner that it starts after the
/// login. Dependencies take no patterns, so nothing else orders a unit whose name was unknown when the hook was installed.
/// </summary>
public static class RunnerUnitGenerator
{
    /// <summary>The name under which the native program is this generator.</summary>
    public const string ProgramName = "ecrboot-generator";

    /// <summary>The name of each drop-in.</summary>
    public const string DropIn = "ecrboot.conf";

    /// <summary>Writes the drop-ins. What cannot be written is passed over: a boot goes on in any case.</summary>
    /// <param name="folder">The first argument that systemd gives a generator: the folder for units of normal priority.</param>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <returns>How many were written.</returns>
    public static int Write(string folder, string root = "/")
    {
        var image = new ImageRoot(root);
        var settings = RunnerUnitSettings.Read(image);

        // After= only: with Wants= each start of a runner would log in again.
        var text = Encoding.UTF8.GetBytes($"# Written by {ProgramName}.\n[Unit]\nAfter={settings.After}\n");
        var written = 0;
        foreach (var name in RunnerUnits.Names(image, settings.Patterns))
        {
            try
            {
                var dropIns = $"{folder}/{name}.d";
                SystemFile.MakeFolder(dropIns);
                SystemFile.Write($"{dropIns}/{DropIn}", text, SystemFile.PlainMode);
                written++;
            }
            catch (EcrException)
            {
                // The other units still wait.
            }
        }

        return written;
    }
}
