using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>One file as it is to be on the booted host.</summary>
internal sealed class PlannedFile
{
    private PlannedFile(PlannedFileKind kind, string path, byte[] content, uint mode, string target)
    {
        Kind = kind;
        Path = path;
        Content = content;
        Mode = mode;
        Target = target;
    }

    public PlannedFileKind Kind { get; }

    /// <summary>The path on the booted host.</summary>
    public string Path { get; }

    /// <summary>The content; of a block, the block's own text.</summary>
    public byte[] Content { get; }

    public uint Mode { get; }

    /// <summary>Where a link leads.</summary>
    public string Target { get; }

    public static PlannedFile Text(string path, string text) => new(PlannedFileKind.File, path, Encoding.UTF8.GetBytes(text), SystemFile.PlainMode, "");

    public static PlannedFile Program(string path, byte[] content) => new(PlannedFileKind.File, path, content, SystemFile.ProgramMode, "");

    public static PlannedFile Copy(string path, byte[] content) => new(PlannedFileKind.File, path, content, SystemFile.PlainMode, "");

    public static PlannedFile Link(string path, string target) => new(PlannedFileKind.Link, path, System.Array.Empty<byte>(), 0, target);

    public static PlannedFile Seed(string path) => new(PlannedFileKind.Seed, path, System.Array.Empty<byte>(), SystemFile.PlainMode, "");

    public static PlannedFile Block(string path, string block) => new(PlannedFileKind.Block, path, Encoding.UTF8.GetBytes(block), SystemFile.ProgramMode, "");

    /// <summary>What is there in its place; null where it is as planned.</summary>
    public string? Difference(ImageRoot image)
    {
        var place = image.Locate(Path);
        var status = FileStatus.Of(place, follow: false);
        switch (Kind)
        {
            case PlannedFileKind.Link:
                return status is null ? "missing" : LibC.LinkTarget(place) == Target ? null : "changed";
            case PlannedFileKind.Seed:
                return status is null ? "missing" : null;
            case PlannedFileKind.Block:
                var script = image.Follow(Path);
                if (FileStatus.Of(script, follow: false) is not { IsRegular: true } of)
                    return "missing";
                return RcLocalText.Parse(SystemFile.Read(script)!).Block is not { } block ? "missing"
                    : block != Encoding.UTF8.GetString(Content) ? "changed" : (of.Mode & 0x40) == 0 ? "not executable" : null;
            default:
                if (status is not { } found)
                    return "missing";
                if (!found.IsRegular)
                    return "changed";
                return found.Size != Content.Length || !System.MemoryExtensions.SequenceEqual<byte>(SystemFile.Read(place), Content) ? "changed"
                    : found.Mode != Mode ? "mode changed" : found.User != 0 ? "owner changed" : null;
        }
    }
}
