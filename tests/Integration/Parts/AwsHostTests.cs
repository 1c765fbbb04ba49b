using Xunit;

namespace EcrBoot.Integration;

/// <summary>All that needs <see cref="AwsHost"/>, one test at a time.</summary>
[CollectionDefinition(nameof(AwsHost), DisableParallelization = true)]
public sealed class AwsHostTests : ICollectionFixture<AwsHost>;
