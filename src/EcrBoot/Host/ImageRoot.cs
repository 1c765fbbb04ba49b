using System.Collections.Generic;
using System.IO;

namespace EcrBoot.Host;

/// <summary>
/// The folder that stands for <c>/</c>: the host's own, or an image's. A symbolic link inside an image leads to a place inside that image, as it will when the
/// image has booted; so no path of an image can reach a file of the host.
/// </summary>
public sealed class ImageRoot
{
    private const int MostLinks = 40; // as in Linux

    private readonly string _prefix;

    /// <summary>Takes a folder for <c>/</c>.</summary>
    /// <param name="folder">The folder; <c>/</c> for the running host.</param>
    public ImageRoot(string folder)
    {
        Folder = folder.TrimEnd('/') is { Length: > 0 } trimmed ? Path.GetFullPath(trimmed) : "/";
        _prefix = Folder == "/" ? "" : Folder;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Whether it is the running host's.</summary>
    public bool IsHost => Folder == "/";

    /// <summary>Where a path of the image lies on this host, with every link on the way followed, and the one at its end too.</summary>
    /// <param name="path">An absolute path of the image.</param>
    /// <exception cref="EcrException">HookFault: links lead in a circle.</exception>
    public string Follow(string path) => _prefix + Walk(path, followLast: true);

    /// <summary>The same, but a link at the path's end is itself meant.</summary>
    /// <param name="path">An absolute path of the image.</param>
    /// <exception cref="EcrException">HookFault: links lead in a circle.</exception>
    public string Locate(string path) => _prefix + Walk(path, followLast: false);

    /// <summary>The path inside the image to which all links lead.</summary>
    /// <param name="path">An absolute path of the image.</param>
    /// <exception cref="EcrException">HookFault: links lead in a circle.</exception>
    public string Inside(string path) => Walk(path, followLast: true);

    /// <summary>A path of the image as a person on this host would type it.</summary>
    /// <param name="path">An absolute path of the image.</param>
    public string Shown(string path) => _prefix + path;

    /// <summary>The folder.</summary>
    public override string ToString() => Folder;

    private string Walk(string path, bool followLast)
    {
        var pending = new Stack<string>();
        var done = new List<string>();
        Push(pending, path);
        for (var links = 0; pending.Count > 0;)
        {
            var name = pending.Pop();
            if (name.Length == 0 || name == ".")
                continue;
            if (name == "..")
            {
                if (done.Count > 0)
                    done.RemoveAt(done.Count - 1);
                continue;
            }

            done.Add(name);
            if ((pending.Count == 0 && !followLast) || LibC.LinkTarget(_prefix + Joined(done)) is not { Length: > 0 } target)
                continue;
            if (++links > MostLinks)
                throw new EcrException(EcrErrorReason.HookFault, $"'{Shown(path)}' is a symbolic link that leads in a circle.", "Remove the link.");
            if (target[0] == '/')
                done.Clear();
            else
                done.RemoveAt(done.Count - 1);
            Push(pending, target);
        }

        return Joined(done);
    }

    private static string Joined(List<string> names) => "/" + string.Join("/", names);

    private static void Push(Stack<string> pending, string path)
    {
        var names = path.Split('/');
        for (var i = names.Length - 1; i >= 0; i--)
            pending.Push(names[i]);
    }
}
