import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultModel
import VaultPolicy

struct PolicyImpactCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Say what a policy file would change if it were loaded; loads and writes nothing.",
    discussion: """
      For every live permission, each of its points (actor, category, operation, recipient, channel) is \
      decided under the policy in force and under the file, on the records and the stored values of now: this \
      is exact, and leaves aside only quiet hours and caps on contacts, which depend on the hour.

      For every decision of the ledger, what the policy by itself says of it is decided anew as of its time, \
      quiet hours and review dates included. What the person's record said is taken from the leaf where the \
      file weighs it no more strictly (a release) or no more loosely (a denial); a release that it weighs more \
      strictly is held against its permissions, if they are still what they were. What the leaf does not keep \
      is counted as undetermined: origins of what was released, contacts of that day, the record behind a \
      denial. A release counts as denied if any category of it would be; what partial mode withheld is not in \
      the leaf. Decisions about somebody erased open for nobody and are counted as forgotten.

      An older version may be asked about too. Exit 0, whatever it finds.
      """)

  @Argument(help: "The policy's file.", completion: .file()) var file: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let candidate = try PolicyFile.read(file)
    let console = session.console
    let report = try vault.impact(of: candidate) { leaves in
      console.progress("read \(leaves) leaves", ["leaves": .number(leaves)])
    }
    console.endProgress()
    return Answer(report.json, report.blocks)
  }
}
