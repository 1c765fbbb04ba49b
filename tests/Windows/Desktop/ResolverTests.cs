using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using EcrBoot.Loader;
using Xunit;

namespace EcrBoot.WindowsTests.Desktop;

/// <summary>What the module answers in Windows PowerShell, where nothing redirects one version of an assembly to another.</summary>
public sealed class ResolverTests
{
    private static readonly string s_folder = Path.Combine(TestParts.Module, "lib", "desktop");
    private static readonly string s_elsewhere = Path.Combine(Path.GetTempPath(), "Modules", "Other", "Other.dll");
    private readonly DesktopResolver _resolver = new(s_folder);

    private static AssemblyName Json => AssemblyName.GetAssemblyName(Path.Combine(s_folder, "System.Text.Json.dll"));

    // .NET Framework takes its own assembly for any earlier version of it; a later one, or one it does not have, it does not find.
    private static IEnumerable<(ShippedAssembly Requester, AssemblyName Wanted)> Mismatches =>
        from file in ShippedAssembly.ForDesktop
        from wanted in file.References
        where wanted.Name != "System.Management.Automation"
        where !ShippedAssembly.Framework.TryGetValue(wanted.Name!, out var there) || there.Version < wanted.Version || Key(there) != Key(wanted)
        select (file, wanted);

    [Fact]
    public void Every_reference_that_net_framework_4_7_2_does_not_bind_is_answered_with_a_shipped_file()
    {
        Assert.All(Mismatches, pair =>
        {
            var file = _resolver.FileFor(pair.Wanted, pair.Requester.Name.FullName, pair.Requester.Path);
            Assert.True(file is not null, $"{Path.GetFileName(pair.Requester.Path)} wants {pair.Wanted}");
            var shipped = AssemblyName.GetAssemblyName(file);
            Assert.Equal((pair.Wanted.Name, Key(pair.Wanted)), (shipped.Name, Key(shipped)));
            Assert.True(shipped.Version >= pair.Wanted.Version);
        });
    }

    [Fact]
    public void There_are_references_that_nothing_but_the_resolver_binds()
    {
        // Not in .NET Framework, and not in the version that is shipped.
        var open = Mismatches.Where(static pair => ShippedAssembly.ForDesktop.Any(file => file.Name.Name == pair.Wanted.Name && file.Name.Version != pair.Wanted.Version));
        Assert.InRange(open.Select(static pair => pair.Wanted.FullName).Distinct(StringComparer.Ordinal).Count(), 3, 20);
    }

    [Fact]
    public void A_file_outside_lib_desktop_is_never_needed() =>
        Assert.All(Mismatches, static pair => Assert.Contains(ShippedAssembly.ForDesktop, file => file.Name.Name == pair.Wanted.Name && Path.GetDirectoryName(file.Path) == s_folder));

    [Fact]
    public void Another_modules_requests_are_not_answered() =>
        Assert.Null(_resolver.FileFor(Json, "Other, Version=1.0.0.0", s_elsewhere));

    [Fact]
    public void Neither_are_those_of_a_module_whose_folder_only_begins_like_ours() =>
        Assert.Null(_resolver.FileFor(Json, "Other, Version=1.0.0.0", Path.Combine(TestParts.Module + ".Other", "Other.dll")));

    [Fact]
    public void The_requests_of_a_file_identical_to_ours_are_answered_wherever_it_was_loaded_from()
    {
        var sdk = AssemblyName.GetAssemblyName(Path.Combine(s_folder, "AWSSDK.Core.dll"));
        Assert.Equal(Path.Combine(s_folder, "System.Text.Json.dll"), _resolver.FileFor(Json, sdk.FullName, s_elsewhere));
    }

    [Fact]
    public void A_request_of_nobody_known_is_answered() => Assert.NotNull(_resolver.FileFor(Json, requester: null, ""));

    [Fact]
    public void A_simple_name_is_answered_to_our_own_files_alone()
    {
        var simple = new AssemblyName("AWSSDK.SecurityToken");
        var sdk = Path.Combine(s_folder, "AWSSDK.Core.dll");
        Assert.NotNull(_resolver.FileFor(simple, AssemblyName.GetAssemblyName(sdk).FullName, sdk));
        Assert.Null(_resolver.FileFor(simple, AssemblyName.GetAssemblyName(sdk).FullName, s_elsewhere));
    }

    [Fact]
    public void A_name_with_another_key_is_not_answered()
    {
        var other = Json;
        other.SetPublicKeyToken([1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Null(_resolver.FileFor(other, requester: null, ""));
    }

    [Fact]
    public void A_later_version_than_the_shipped_one_is_not_answered()
    {
        var later = Json;
        later.Version = new Version(later.Version!.Major + 1, 0, 0, 0);
        Assert.Null(_resolver.FileFor(later, requester: null, ""));
    }

    [Fact]
    public void A_name_that_is_not_shipped_is_not_answered() =>
        Assert.Null(_resolver.FileFor(new AssemblyName("Newtonsoft.Json, Version=13.0.0.0"), requester: null, ""));

    private static string Key(AssemblyName name) => Convert.ToHexString(name.GetPublicKeyToken() ?? []);
}
