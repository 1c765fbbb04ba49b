using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;

await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
foreach ((string name, string value) in sandbox.EnvironmentVariables())
    Console.WriteLine($"export {name}={value}");
await Task.Delay(Timeout.InfiniteTimeSpan);
