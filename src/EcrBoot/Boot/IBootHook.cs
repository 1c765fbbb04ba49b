using System.Collections.Generic;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>One way to log in at boot.</summary>
internal interface IBootHook
{
    /// <summary>Which way it is.</summary>
    HookMethod Method { get; }

    /// <summary>The files that make it, besides the program and its settings.</summary>
    /// <param name="options">What it is to do.</param>
    /// <param name="image">Where it is to boot.</param>
    /// <param name="notes">Takes what whoever installs it should know.</param>
    /// <exception cref="EcrException">HookConflict: what it would change is not as it must be.</exception>
    IReadOnlyList<PlannedFile> Files(HookOptions options, ImageRoot image, ICollection<string> notes);

    /// <summary>The arguments of systemctl calls that follow a change on a running host.</summary>
    /// <param name="options">What it does.</param>
    /// <param name="removed">Whether it was removed.</param>
    IEnumerable<string> Commands(HookOptions options, bool removed);
}
