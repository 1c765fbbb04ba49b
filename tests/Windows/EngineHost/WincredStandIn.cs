using System;
using System.IO;
using System.Text;
using System.Text.Json;

namespace EcrBoot.EngineHost;

/// <summary>
/// What docker-credential-wincred answers. A login is kept in a file of the user's profile, and one that Windows' credential manager would not
/// take (CRED_MAX_CREDENTIAL_BLOB_SIZE: 2560 bytes) is refused in its words.
/// </summary>
internal static class WincredStandIn
{
    private const int MostBytes = 2560;

    private static string FilePath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "wincred.json");

    public static int Answer(string[] arguments)
    {
        var input = Console.In.ReadToEnd();
        File.AppendAllText(FilePath + ".calls", string.Join(' ', arguments) + "\n");
        switch (arguments)
        {
            case ["store"]:
                using (var login = JsonDocument.Parse(input))
                {
                    if (Encoding.UTF8.GetByteCount(login.RootElement.GetProperty("Secret").GetString()!) > MostBytes)
                        return Refuse("The stub received bad data.");
                }

                File.WriteAllText(FilePath, input);
                return 0;
            case ["get"] when File.Exists(FilePath):
                Console.Write(File.ReadAllText(FilePath));
                return 0;
            case ["erase"]:
                File.Delete(FilePath);
                return 0;
            case ["list"]:
                Console.Write("{}");
                return 0;
            default:
                return Refuse("credentials not found in native keychain");
        }
    }

    private static int Refuse(string words)
    {
        Console.Write(words);
        return 1;
    }
}
