using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>What was installed and what was there before, so that uninstalling leaves no trace: written before the first change.</summary>
internal sealed class HookRecord
{
    /// <summary>The version of the module that installed it.</summary>
    public string Version { get; set; } = "";

    public HookOptions Options { get; set; } = new();

    /// <summary>The paths of our files and links.</summary>
    public List<string> Files { get; } = new();

    /// <summary>The folders that did not exist, outermost first.</summary>
    public List<string> Folders { get; } = new();

    /// <summary>The rc.local with our block; null where there is none.</summary>
    public string? Script { get; set; }

    /// <summary>The permission bits it had; null where it did not exist.</summary>
    public uint? ScriptMode { get; set; }

    /// <summary>Reads a record of an image; null where nothing is installed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">Which record: the hook's, or the credential helper's.</param>
    public static HookRecord? Read(ImageRoot image, string path = HookCommand.Record) => Parse(SystemFile.ReadText(image.Follow(path)));

    /// <summary>Reads the text of a record; null where it is empty.</summary>
    public static HookRecord? Parse(string text)
    {
        if (text.Length == 0)
            return null;
        var values = text.Split('\n').Select(static line => (Line: line, At: line.IndexOf('='))).Where(static pair => pair.At > 0 && pair.Line[0] != '#')
            .ToLookup(static pair => pair.Line.Substring(0, pair.At), static pair => pair.Line.Substring(pair.At + 1), StringComparer.Ordinal);
        var record = new HookRecord { Version = values["Version"].LastOrDefault() ?? "", Script = values["Script"].LastOrDefault() };
        var options = record.Options;
        options.Method = Enum.TryParse<HookMethod>(values["Method"].LastOrDefault(), out var method) ? method : HookMethod.Systemd;
        options.Runtime = Enum.TryParse<HookRuntime>(values["Runtime"].LastOrDefault(), out var runtime) ? runtime : HookRuntime.Native;
        options.Registries = values["Registry"].ToList();
        options.Users = values["User"].ToList();
        options.RunnerUnits = values["RunnerUnit"].ToList();
        options.LogPath = values["LogPath"].LastOrDefault() ?? options.LogPath;
        options.TimeoutSec = Number(values["TimeoutSec"].LastOrDefault()) ?? options.TimeoutSec;
        options.JitterSec = Number(values["JitterSec"].LastOrDefault()) ?? 0;
        options.RefreshIntervalSec = Number(values["RefreshIntervalSec"].LastOrDefault()) ?? 0;
        options.CredentialHelper = values["CredentialHelper"].LastOrDefault() == "yes";
        options.HoldRunner = values["HoldRunner"].LastOrDefault() == "yes";
        options.Before = values["Before"].LastOrDefault();
        record.Files.AddRange(values["File"]);
        record.Folders.AddRange(values["Folder"]);
        record.ScriptMode = Number(values["ScriptMode"].LastOrDefault()) is { } mode ? (uint)mode : null;
        return record;
    }

    /// <summary>The text of the record.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder("# Written by Install-EcrBootHook. Get-EcrBootHook and Uninstall-EcrBootHook read it.\n");
        void Add(string key, string? value)
        {
            if (value is not null)
                text.Append(key).Append('=').Append(value).Append('\n');
        }

        void AddAll(string key, IEnumerable<string> all)
        {
            foreach (var value in all)
                Add(key, value);
        }

        Add("Version", Version);
        Add("Method", Options.Method.ToString());
        Add("Runtime", Options.Runtime.ToString());
        AddAll("Registry", Options.Registries);
        AddAll("User", Options.Users);
        AddAll("RunnerUnit", Options.RunnerUnits);
        Add("LogPath", Options.LogPath);
        Add("TimeoutSec", HookCommand.Number(Options.TimeoutSec));
        Add("JitterSec", HookCommand.Number(Options.JitterSec));
        Add("RefreshIntervalSec", HookCommand.Number(Options.RefreshIntervalSec));
        Add("CredentialHelper", Options.CredentialHelper ? "yes" : null);
        Add("HoldRunner", Options.HoldRunner ? "yes" : null);
        Add("Before", Options.Before);
        AddAll("File", Files);
        AddAll("Folder", Folders);
        Add("Script", Script);
        Add("ScriptMode", ScriptMode is { } mode ? HookCommand.Number((int)mode) : null);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
