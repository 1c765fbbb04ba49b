using System.Collections.Generic;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Everything that makes a hook: the files, as they are to be.</summary>
internal sealed class HookPlan
{
    public HookPlan(HookOptions options, IReadOnlyList<PlannedFile> files, IReadOnlyList<string> notes)
    {
        Options = options;
        Files = files;
        Notes = notes;
    }

    /// <summary>The options with every <c>Auto</c> decided.</summary>
    public HookOptions Options { get; }

    /// <summary>The files, in the order in which they are made: what starts the login comes last.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>What whoever installs it should know.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What differs in an image, one path each.</summary>
    public IReadOnlyList<string> Drift(ImageRoot image) => Files
        .Select(file => (file.Path, Difference: file.Difference(image)))
        .Where(static pair => pair.Difference is not null)
        .Select(pair => $"{image.Shown(pair.Path)}: {pair.Difference}")
        .ToList();
}
