using System;
using System.Globalization;
using System.Text;

namespace EcrBoot.Docker;

/// <summary>
/// What Windows' credential manager takes: 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h). docker-credential-wincred hands it the password
/// in UTF-8 (docker-credential-helpers wincred/wincred.go, Add) and answers a longer one with words that nobody understands.
/// </summary>
internal static class WincredLimit
{
    /// <summary>The most bytes.</summary>
    public const int MostBytes = 2560;

    private const string Words = "The stub received bad data";

    /// <summary>The error for a login that is too long for the helper that would keep it; null where it is not, and for other helpers.</summary>
    /// <param name="store">The helper.</param>
    /// <param name="credential">The login.</param>
    public static EcrException? Exceeded(LoginStore store, RegistryCredential credential) =>
        IsWincred(store) && Length(credential) > MostBytes ? Error(store, credential, said: "") : null;

    /// <summary>
    /// The same where a helper has refused it: Docker Desktop's keeps logins in the credential manager too, and a build of wincred that hands it
    /// UTF-16 (docker-credential-helpers pull request 427) reaches the limit at half the length.
    /// </summary>
    /// <param name="store">The helper.</param>
    /// <param name="credential">The login.</param>
    /// <param name="answer">What it said.</param>
    public static EcrException? Exceeded(LoginStore store, RegistryCredential credential, string answer) =>
        Length(credential) * 2 > MostBytes && answer.IndexOf(Words, StringComparison.OrdinalIgnoreCase) >= 0 ? Error(store, credential, $" and said '{Words}'") : null;

    private static bool IsWincred(LoginStore store) => string.Equals(store.Helper, "wincred", StringComparison.OrdinalIgnoreCase) || string.Equals(store.Helper, "wincred.exe", StringComparison.OrdinalIgnoreCase);

    private static int Length(RegistryCredential credential) => Encoding.UTF8.GetByteCount(credential.Password);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static EcrException Error(LoginStore store, RegistryCredential credential, string said) => new(
        EcrErrorReason.StoreRefused,
        $"The login for {credential.Host} has {Number(Length(credential))} bytes, and Windows' credential manager, to which {store.ConfigKey ?? "docker"} gives it ('docker-credential-{store.Helper}'), takes {Number(MostBytes)} at most{said}; nothing was changed.",
        $"Keep it in the file instead, with \"credHelpers\": {{\"{credential.Host}\": \"\"}} in the docker configuration, or use the credential helper: Register-EcrCredentialHelper {credential.Host} -Force.");
}
