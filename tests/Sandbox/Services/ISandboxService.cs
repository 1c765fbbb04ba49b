using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>One of the services the sandbox plays.</summary>
internal interface ISandboxService
{
    Task AnswerAsync(Exchange exchange);
}
