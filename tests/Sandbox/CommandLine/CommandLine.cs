using System;
using System.Collections.Generic;
using System.Globalization;

namespace EcrBoot.Sandbox;

/// <summary>The sandbox's switches, read; or the sentence that says why they cannot be.</summary>
internal sealed record CommandLine(SandboxOptions Options)
{
    public bool Help { get; init; }

    public bool Watch { get; init; }

    public string? Error { get; init; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        CommandLine command = new(new SandboxOptions());
        for (int i = 0; i < args.Count && command.Error is null; i++)
        {
            string name = args[i];
            command = name switch
            {
                "--help" or "-h" or "-?" => command with { Help = true },
                "--watch" => command with { Watch = true },
                "--no-role" => command with { Options = command.Options with { RoleName = null } },
                _ when !IsKnown(name) => command with { Error = $"The switch {name} is not known." },
                _ when i + 1 == args.Count => command with { Error = $"The switch {name} needs a value." },
                _ => command.Read(name, args[++i]),
            };
        }

        return command;
    }

    private static bool IsKnown(string name) => name is "--account" or "--region" or "--role" or "--fault" or "--imds-late" or "--skew" or "--imds-skew"
        or "--token-length" or "--registries" or "--port" or "--tls-port" or "--imds-port" or "--proxy-port";

    private CommandLine Read(string name, string value)
    {
        switch (name)
        {
            case "--account":
                return value.Length == 12 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? this with { Options = Options with { AccountId = value } }
                    : this with { Error = $"An account id has twelve digits; {value} does not." };
            case "--region":
                return this with { Options = Options with { Region = value } };
            case "--role":
                return this with { Options = Options with { RoleName = value } };
            case "--fault":
                return FaultSwitch.Parse(value, out string? error) is { } fault ? WithFault(fault) : this with { Error = error };
        }

        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || (number < 0 && !name.EndsWith("skew", System.StringComparison.Ordinal)))
            return this with { Error = $"The switch {name} needs a whole number, not {value}." };

        return name switch
        {
            "--imds-late" => WithFault(new Fault { Kind = FaultKind.ImdsLate, Lasts = TimeSpan.FromSeconds(number) }),
            "--skew" => this with { Options = Options with { ClockSkew = TimeSpan.FromSeconds(number) } },
            "--imds-skew" => this with { Options = Options with { MetadataClockSkew = TimeSpan.FromSeconds(number) } },
            "--token-length" => this with { Options = Options with { TokenLength = number } },
            "--registries" => this with { Options = Options with { LoopbackRegistries = number } },
            "--port" => this with { Options = Options with { Port = number } },
            "--tls-port" => this with { Options = Options with { TlsPort = number } },
            "--imds-port" => this with { Options = Options with { ImdsPort = number } },
            _ => this with { Options = Options with { ProxyPort = number } },
        };
    }

    private CommandLine WithFault(Fault fault) => this with { Options = Options with { Faults = [.. Options.Faults, fault] } };
}
