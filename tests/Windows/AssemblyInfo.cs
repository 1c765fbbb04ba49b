using EcrBoot.WindowsTests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// One wine prefix serves all of them, and a stopped server takes every program of it along.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(WinePrefix))]
