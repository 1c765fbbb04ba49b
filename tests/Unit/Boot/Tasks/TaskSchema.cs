using System;
using System.Collections.Generic;
using System.IO;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace EcrBoot.Unit.Boot.Tasks;

/// <summary>The Task Scheduler's format, as far as [MS-TSCH] documents it.</summary>
internal static class TaskSchema
{
    /// <summary>What is wrong with a task, as the Task Scheduler would say when it is registered; nothing where it is valid.</summary>
    public static IReadOnlyList<string> Errors(XDocument task)
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Boot", "Tasks", "task.xsd"));
        schemas.Add(targetNamespace: null, reader);
        var errors = new List<string>();
        task.Validate(schemas, (_, e) => errors.Add(e.Message));
        return errors;
    }
}
