using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using EcrBoot.Help;

// Usage: EcrBoot.Help CMDLETS.dll LIBRARY-FOLDER MAML-FILE DOCS-FOLDER
if (args.Length != 4)
{
    Console.Error.WriteLine("Usage: EcrBoot.Help CMDLETS.dll LIBRARY-FOLDER MAML-FILE DOCS-FOLDER");
    return 2;
}

AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
{
    var path = Path.Combine(args[1], new AssemblyName(request.Name).Name + ".dll");
    return File.Exists(path) ? Assembly.LoadFrom(path) : null;
};

var cmdlets = Path.GetFullPath(args[0]);
var pages = CmdletPage.ReadAll(Assembly.LoadFrom(cmdlets), XDocument.Load(Path.ChangeExtension(cmdlets, ".xml")));

// Help without a summary for everything a person can type is not help.
var silent = pages.SelectMany(static page => page.Parameters.Where(static parameter => parameter.Text.Summary.Length == 0).Select(parameter => $"{page.Name} -{parameter.Name}"))
    .Concat(pages.Where(static page => page.Text.Summary.Length == 0 || page.Text.Examples.Count == 0).Select(static page => page.Name)).ToList();
if (silent.Count > 0)
{
    Console.Error.WriteLine("error : no docstring, or no example: " + string.Join(", ", silent));
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
MamlWriter.Write(pages).Save(args[2]);
Directory.CreateDirectory(args[3]);
foreach (var page in pages)
    File.WriteAllText(Path.Combine(args[3], page.Name + ".md"), MarkdownWriter.Write(page));
return 0;
