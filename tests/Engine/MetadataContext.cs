using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace EcrBoot.Engine;

/// <summary>The published cmdlets beside their library, loaded to be looked at.</summary>
internal sealed class MetadataContext : AssemblyLoadContext, IDisposable
{
    private readonly string _library;

    public MetadataContext(string module)
        : base(isCollectible: true)
    {
        _library = Path.Combine(module, "lib", "core", "any");
        Cmdlets = LoadFromAssemblyPath(Path.Combine(module, "EcrBoot.PowerShell.dll"));
    }

    public Assembly Cmdlets { get; }

    /// <summary>Every type a member's signature names.</summary>
    public static IEnumerable<Type> TypesOf(MemberInfo member) => (member switch
    {
        MethodBase method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        Type type => [type.BaseType, .. type.GetInterfaces()],
        _ => [],
    }).OfType<Type>().SelectMany(static type => type.IsGenericType ? type.GetGenericArguments().Append(type) : [type]);

    public void Dispose() => Unload();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_library, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
