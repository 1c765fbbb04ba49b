using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrBoot.Boot;

/// <summary>What one boot's login was and what became of it: the content of <c>begun.json</c> and <c>verdict.json</c>. There is no secret in it.</summary>
public sealed class BootReport
{
    /// <summary>The verdict where every login asked for was made.</summary>
    public const string Succeeded = "Succeeded";

    /// <summary>The verdict where one was not.</summary>
    public const string Failed = "Failed";

    /// <summary>The version of this layout.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The version of the program that wrote it.</summary>
    public string Program { get; set; } = "";

    /// <summary>The kernel's id of this boot.</summary>
    public string BootId { get; set; } = "";

    /// <summary>The EC2 instance; null where it is not known.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The role whose credentials were used; null where it is not known.</summary>
    public string? Role { get; set; }

    /// <summary>When the login began, in UTC.</summary>
    [JsonConverter(typeof(BootTimeConverter))]
    public DateTimeOffset Begun { get; set; }

    /// <summary>When it ended, in UTC; null while it runs.</summary>
    [JsonConverter(typeof(BootTimeConverter))]
    public DateTimeOffset? Ended { get; set; }

    /// <summary><see cref="Succeeded"/> or <see cref="Failed"/>; null while it runs.</summary>
    public string? Verdict { get; set; }

    /// <summary>The name of the <see cref="EcrErrorReason"/> that decided; null where nothing failed.</summary>
    public string? Reason { get; set; }

    /// <summary>What is wrong, in one sentence.</summary>
    public string? Problem { get; set; }

    /// <summary>What to do, in one sentence.</summary>
    public string? Remedy { get; set; }

    /// <summary>The log's path; null where there is none.</summary>
    public string? Log { get; set; }

    /// <summary>One entry for each registry and user.</summary>
    public IList<BootReportLogin> Logins { get; set; } = new List<BootReportLogin>();

    /// <summary>The report as JSON on one line.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BootReportJson.Default.BootReport);

    /// <summary>Reads a report.</summary>
    /// <param name="json">The content of the file.</param>
    /// <returns>The report; null where it is none.</returns>
    public static BootReport? FromJson(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BootReportJson.Default.BootReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
