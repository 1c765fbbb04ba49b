namespace EcrBoot.Docker;

/// <summary>What a credential helper answers: docker reads the output and passes the cause on to the person.</summary>
public sealed class HelperAnswer
{
    internal HelperAnswer(int exitCode, string output, string? cause = null)
    {
        ExitCode = exitCode;
        Output = output;
        Cause = cause;
    }

    /// <summary>0 done, 1 failed, 2 a word that is no action.</summary>
    public int ExitCode { get; }

    /// <summary>What goes to the standard output, in docker's own words; for <c>get</c> it holds the secret.</summary>
    public string Output { get; }

    /// <summary>What a person should read, in one line and without a secret: why it failed, or what was wrong though it worked. Null where nothing was.</summary>
    public string? Cause { get; }
}
