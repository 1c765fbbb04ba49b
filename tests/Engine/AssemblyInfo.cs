using Xunit.Sdk;
using Xunit.v3;

// The module reads the process's own environment, so one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
