namespace EcrBoot.Bench;

/// <summary>Where every side logs in.</summary>
/// <param name="Endpoint">The ECR API, over plain http.</param>
/// <param name="Region">The region to sign for.</param>
/// <param name="Host">The registry, over plain http.</param>
internal sealed record SandboxRegistry(string Endpoint, string Region, string Host);
