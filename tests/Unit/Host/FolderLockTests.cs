using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class FolderLockTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_second_writer_gives_up_after_its_patience()
    {
        using var first = FolderLock.Take(_folder, TimeSpan.Zero, CancellationToken.None);
        var error = Assert.Throws<EcrException>(() => FolderLock.Take(_folder, TimeSpan.FromMilliseconds(50), CancellationToken.None));
        Assert.Equal(EcrErrorReason.ConfigBusy, error.Reason);
    }

    [Fact]
    public async Task A_second_writer_gets_it_when_the_first_has_ended()
    {
        var first = FolderLock.Take(_folder, TimeSpan.Zero, CancellationToken.None);
        var second = Task.Run(() => FolderLock.Take(_folder, FolderLock.Patience, CancellationToken.None), TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var taken = await second;
        Assert.True(taken.IsHeld);
    }

    [Fact]
    public void A_cancelled_wait_ends_at_once()
    {
        using var first = FolderLock.Take(_folder, TimeSpan.Zero, CancellationToken.None);
        Assert.Throws<OperationCanceledException>(() => FolderLock.Take(_folder, TimeSpan.FromMinutes(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void It_leaves_nothing_in_the_folder()
    {
        FolderLock.Take(_folder, TimeSpan.Zero, CancellationToken.None).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => _folder.Dispose();
}
