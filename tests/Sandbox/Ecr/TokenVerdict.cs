namespace EcrBoot.Sandbox;

/// <summary>What a registry thinks of a token.</summary>
internal enum TokenVerdict
{
    Unknown,
    Expired,
    Valid,
}
