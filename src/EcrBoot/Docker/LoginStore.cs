namespace EcrBoot.Docker;

/// <summary>Where a registry's login is kept: in the docker configuration itself, or with a credential helper.</summary>
public sealed class LoginStore
{
    private LoginStore(string? helper, string? configKey)
    {
        Helper = helper;
        ConfigKey = configKey;
    }

    /// <summary>The docker configuration file itself.</summary>
    public static LoginStore File { get; } = new(null, null);

    /// <summary>The helper's name, as in <c>docker-credential-NAME</c>; null for the file.</summary>
    public string? Helper { get; }

    /// <summary>
    /// The key of the configuration that names the helper: <c>credsStore</c> or <c>credHelpers['HOST']</c>; null for the file, and for a helper
    /// that docker takes by itself because it is installed.
    /// </summary>
    public string? ConfigKey { get; }

    /// <summary>
    /// Whether the helper gets Amazon ECR's logins by itself, so that there is nothing to store: <c>docker login</c> fails there with
    /// "not implemented".
    /// </summary>
    public bool IsEcrHelper => Helper is "ecr-login" || IsOurHelper;

    /// <summary>Whether it is the credential helper of this project.</summary>
    public bool IsOurHelper => Helper is EcrCredentialHelper.Name;

    /// <summary>"file" or "helper NAME".</summary>
    public override string ToString() => Helper is null ? "file" : "helper " + Helper;

    internal static LoginStore Of(string helper, string? configKey) => new(helper, configKey);
}
