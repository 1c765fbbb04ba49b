using System;
using System.Globalization;
using System.Text.Json;

namespace EcrBoot.Sandbox;

/// <summary>What an EC2 instance can read about itself, by topic.</summary>
internal sealed class InstanceMetadata(SandboxOptions options, SandboxClock clock, InstanceRole role)
{
    private const string Credentials = "meta-data/iam/security-credentials";
    private const string Mac = "06:00:5e:00:53:01";

    /// <summary>Null where the service answers 404.</summary>
    public string? Find(string topic, bool hasRole, bool assumable)
    {
        if (topic.StartsWith("meta-data/iam", StringComparison.Ordinal))
            return hasRole ? FindRole(topic, assumable) : null;

        return topic switch
        {
            "" => "dynamic\nmeta-data",
            "meta-data" => "ami-id\niam/\ninstance-id\ninstance-type\nlocal-hostname\nlocal-ipv4\nmac\nplacement/\nservices/",
            "meta-data/ami-id" => "ami-0123456789abcdef0",
            "meta-data/instance-id" => options.InstanceId,
            "meta-data/instance-type" => "t3.medium",
            "meta-data/instance-life-cycle" => "on-demand",
            "meta-data/local-hostname" or "meta-data/hostname" => $"ip-192-0-2-10.{options.Region}.compute.internal",
            "meta-data/local-ipv4" => "192.0.2.10",
            "meta-data/mac" => Mac,
            "meta-data/placement" => "availability-zone\nregion",
            "meta-data/placement/region" => options.Region,
            "meta-data/placement/availability-zone" => options.Region + "a",
            "meta-data/services" => "domain\npartition",
            "meta-data/services/domain" => AwsPartition.Of(options.Region).Domain,
            "meta-data/services/partition" => AwsPartition.Of(options.Region).Name,
            "dynamic" => "instance-identity/",
            "dynamic/instance-identity" => "document\npkcs7\nrsa2048\nsignature",
            "dynamic/instance-identity/document" => IdentityDocument(),
            _ => null,
        };
    }

    private string? FindRole(string topic, bool assumable)
    {
        if (role.Name is not { } name)
            return null;

        return topic switch
        {
            "meta-data/iam" => "info\nsecurity-credentials/",
            "meta-data/iam/info" => RoleInfo(name),
            Credentials => name,
            _ when topic == $"{Credentials}/{name}" => assumable ? RoleCredentials() : NotAssumable(name),
            _ => null,
        };
    }

    private string RoleCredentials()
    {
        AwsKeys keys = role.CurrentKeys();
        return JsonText.Of(writer =>
        {
            writer.WriteString("Code", "Success");
            writer.WriteString("LastUpdated", Iso(clock.UtcNow));
            writer.WriteString("Type", "AWS-HMAC");
            writer.WriteString("AccessKeyId", keys.AccessKeyId);
            writer.WriteString("SecretAccessKey", keys.SecretAccessKey);
            writer.WriteString("Token", keys.SessionToken);
            writer.WriteString("Expiration", Iso(keys.Expiration!.Value));
        }, indented: true);
    }

    private string NotAssumable(string name) => JsonText.Of(writer =>
    {
        writer.WriteString("Code", "AssumeRoleUnauthorizedAccess");
        writer.WriteString("Message", $"EC2 cannot assume the role {name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.");
        writer.WriteString("LastUpdated", Iso(clock.UtcNow));
    }, indented: true);

    private string RoleInfo(string name) => JsonText.Of(writer =>
    {
        writer.WriteString("Code", "Success");
        writer.WriteString("LastUpdated", Iso(clock.UtcNow));
        writer.WriteString("InstanceProfileArn", $"arn:{AwsPartition.Of(options.Region).Name}:iam::{options.AccountId}:instance-profile/{name}");
        writer.WriteString("InstanceProfileId", "AIPAJ2UCCR6DPCEXAMPLE");
    }, indented: true);

    private string IdentityDocument() => JsonText.Of(writer =>
    {
        writer.WriteString("accountId", options.AccountId);
        writer.WriteString("architecture", "x86_64");
        writer.WriteString("availabilityZone", options.Region + "a");
        foreach (string name in (string[])["billingProducts", "devpayProductCodes", "marketplaceProductCodes"])
            writer.WriteNull(name);
        writer.WriteString("imageId", "ami-0123456789abcdef0");
        writer.WriteString("instanceId", options.InstanceId);
        writer.WriteString("instanceType", "t3.medium");
        writer.WriteNull("kernelId");
        writer.WriteString("pendingTime", "2026-01-01T00:00:00Z");
        writer.WriteString("privateIp", "192.0.2.10");
        writer.WriteNull("ramdiskId");
        writer.WriteString("region", options.Region);
        writer.WriteString("version", "2017-09-30");
    }, indented: true);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
