using System.Text;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>The block in rc.local: in, and out again without a trace.</summary>
public sealed class RcLocalTextTests
{
    private const string Block = "the login || :\n";

    [Theory]
    [InlineData("#!/bin/sh -e\nexit 0\n")]
    [InlineData("#!/bin/sh -e\nexit 0")]
    [InlineData("#!/bin/sh")]
    [InlineData("#!/bin/sh\n")]
    [InlineData("#!/usr/bin/env bash\n# touch /var/lock\n\n\n")]
    [InlineData("echo no shebang\n")]
    [InlineData("echo no shebang, no end")]
    [InlineData("\n\n#!/bin/sh\n")]
    [InlineData("")]
    [InlineData("#!/bin/sh\n# gr\u00fc\u00dfe \u4f60\n")]
    public void Taken_out_again_every_byte_is_as_it_was(string script)
    {
        var before = Encoding.UTF8.GetBytes(script);
        var with = RcLocalText.Parse(before).With(Block);
        var read = RcLocalText.Parse(with);
        Assert.Equal(Block, read.Block);
        Assert.Equal(before, read.RestBytes);
        Assert.Equal(with, read.With(Block));
    }

    [Fact]
    public void Bytes_of_another_encoding_stay()
    {
        byte[] script = [.. "#!/bin/sh\n# "u8, 0xE4, 0xFF, 0xFE, 0x0A];
        Assert.Equal(script, RcLocalText.Parse(RcLocalText.Parse(script).With(Block)).RestBytes);
    }

    [Fact]
    public void It_stands_before_everything_else()
    {
        var text = Encoding.UTF8.GetString(RcLocalText.Parse("#!/bin/sh -e\nexit 0\n"u8.ToArray()).With(Block));
        Assert.StartsWith("#!/bin/sh -e\n# >>> ecrboot", text);
        Assert.True(text.IndexOf(Block, System.StringComparison.Ordinal) < text.IndexOf("exit 0", System.StringComparison.Ordinal));
    }

    [Fact]
    public void Another_block_takes_the_ones_place()
    {
        var first = RcLocalText.Parse("#!/bin/sh\nx\n"u8.ToArray()).With("old\n");
        var text = Encoding.UTF8.GetString(RcLocalText.Parse(first).With("new\n"));
        Assert.DoesNotContain("old", text);
        Assert.Contains("new", text);
    }

    [Fact]
    public void What_was_edited_around_it_stays()
    {
        var text = Encoding.UTF8.GetString(RcLocalText.Parse("#!/bin/sh\nx\n"u8.ToArray()).With(Block)) + "added later\n";
        Assert.Equal("#!/bin/sh\nx\nadded later\n", RcLocalText.Parse(Encoding.UTF8.GetBytes(text)).Rest);
    }

    [Theory]
    [InlineData("#!/bin/sh -e", true)]
    [InlineData("#! /bin/bash", true)]
    [InlineData("#!/usr/bin/env bash", true)]
    [InlineData("echo x", true)]
    [InlineData("", true)]
    [InlineData("#!/usr/bin/python3", false)]
    [InlineData("#!/usr/bin/env perl", false)]
    [InlineData("\u007fELF\0", false)]
    public void Only_a_shells_script_takes_it(string script, bool expected) =>
        Assert.Equal(expected, RcLocalText.Parse(Encoding.UTF8.GetBytes(script)).IsShellScript);
}
