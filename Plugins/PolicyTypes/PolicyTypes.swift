import Foundation
import PackagePlugin

/// Writes a Swift type for each purpose of a target's policy file, before the target is compiled.
///
/// The policy is the target's file `policy.yaml`, `policy.json`, or one that ends in `.policy.yaml`.
@main
struct PolicyTypes: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let policies = module.sourceFiles.map(\.url).filter(isPolicy)
    guard let policy = policies.first else {
      Diagnostics.error(
        """
        the target `\(target.name)` uses the plugin PolicyTypes and has no policy file: \
        put `policy.yaml` into its folder
        """)
      return []
    }
    guard policies.count == 1 else {
      Diagnostics.error(
        """
        the target `\(target.name)` has more than one policy file: \
        \(policies.map(\.lastPathComponent).sorted().joined(separator: ", "))
        """)
      return []
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "PolicyTypes.swift")
    return [
      .buildCommand(
        displayName: "Writing the types of \(policy.lastPathComponent)",
        executable: try context.tool(named: "policy-types").url,
        arguments: [policy.path(percentEncoded: false), output.path(percentEncoded: false)],
        inputFiles: [policy], outputFiles: [output])
    ]
  }

  private func isPolicy(_ file: URL) -> Bool {
    let name = file.lastPathComponent
    return name == "policy.yaml" || name == "policy.json" || name.hasSuffix(".policy.yaml")
  }
}
