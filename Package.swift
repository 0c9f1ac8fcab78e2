// swift-tools-version: 6.2
// 6.2 is the lowest version that knows strict memory safety and warnings as errors as settings.
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  .strictMemorySafety(),  // SE-0458
  .treatAllWarnings(as: .error),  // SE-0480
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A library target; `Scripts/check-layers` holds the imports against its table of layers.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "consent-vault",
  products: [
    .library(name: "ConsentVault", targets: ["ConsentVault"]),
    .library(name: "ConsentVaultTesting", targets: ["ConsentVaultTesting"]),
    .executable(name: "cvault", targets: ["cvault"]),
    .plugin(name: "PolicyTypes", targets: ["PolicyTypes"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CVaultCrypto", dependencies: ["COpenSSL"]),
    .target(name: "CSealedVFS", dependencies: ["COpenSSL", "CSQLite"]),
    library("VaultModel", []),
    library("VaultCrypto", ["CVaultCrypto", "VaultModel"]),
    library("VaultPolicy", ["VaultModel"]),
    library("PolicyTools", ["VaultModel", "VaultPolicy"]),
    library("PolicyFiles", ["VaultModel", "VaultPolicy", "PolicyTools", yams]),
    library("VaultLedger", ["VaultModel", "VaultCrypto"]),
    library(
      "VaultStore",
      ["VaultModel", "VaultCrypto", "VaultPolicy", "VaultLedger", "CSQLite", "CSealedVFS"]),
    library(
      "ConsentVault",
      ["VaultModel", "VaultCrypto", "VaultPolicy", "VaultLedger", "VaultStore"]),
    library(
      "ConsentVaultTesting", ["ConsentVault", "VaultModel", "VaultCrypto", "VaultPolicy"]),
    library("VaultImport", ["ConsentVault", "VaultPolicy", "VaultCrypto", "VaultModel"]),
    library("ImportFiles", ["VaultModel", "VaultPolicy", "PolicyFiles", "VaultImport"]),
    .executableTarget(
      name: "cvault",
      dependencies: [
        "ConsentVault", "VaultImport", "ImportFiles", "PolicyFiles", "PolicyTools", "VaultStore",
        "VaultLedger", "VaultPolicy", "VaultCrypto", "VaultModel", argumentParser,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "policy-types", dependencies: ["PolicyFiles", "PolicyTools", "VaultPolicy"],
      swiftSettings: settings),
    .plugin(
      name: "PolicyTypes", capability: .buildTool(), dependencies: ["policy-types"]),
    .target(name: "CVFSProbes", dependencies: ["COpenSSL", "CSQLite"], path: "Tests/CVFSProbes"),
    tests("CSealedVFS", ["CSQLite", "CVFSProbes"]),
    tests("VaultPolicy", ["VaultModel"]),
    tests(
      "VaultImport",
      [
        "ConsentVault", "ConsentVaultTesting", "ImportFiles", "PolicyFiles", "VaultCrypto",
        "VaultModel", "VaultPolicy",
      ],
      resources: [.copy("Corpus")]),
    .target(
      name: "DocumentTesting", path: "Tests/DocumentTesting", swiftSettings: settings),
    tests("PolicyTools", ["DocumentTesting", "VaultModel", "VaultPolicy"]),
    tests("PolicyFiles", ["DocumentTesting", "PolicyTools", "VaultPolicy", "VaultModel"]),
    tests(
      "ImportFiles", ["DocumentTesting", "PolicyFiles", "VaultPolicy", "VaultModel", "VaultImport"]),
    tests(
      "VaultStore",
      ["VaultModel", "VaultCrypto", "VaultPolicy", "VaultLedger", "CSQLite", "CSealedVFS"]),
    tests(
      "ConsentVault",
      [
        "ConsentVaultTesting", "VaultModel", "VaultCrypto", "VaultPolicy", "VaultLedger",
        "VaultStore", "PolicyFiles", "CSQLite",
      ]),
    tests("VaultCrypto", ["CVaultCrypto", "VaultModel"]),
    tests("cvault", ["ConsentVault", argumentParser]),
    tests("VaultLedger", ["VaultCrypto", "VaultModel"]),
  ],
  swiftLanguageModes: [.v6]
)

// What the door is made of, measured part by part; package declarations are seen from here alone. Only
// `Benchmarks/run` asks for it.
if Context.environment["CVAULT_BENCHMARKS"] != nil {
  package.targets += [
    .target(name: "Measuring", path: "Benchmarks/Sources/Measuring", swiftSettings: settings),
    .target(name: "CAllocations", path: "Benchmarks/Sources/CAllocations"),
    .target(name: "CCallgrind", path: "Benchmarks/Sources/CCallgrind"),
    .executableTarget(
      name: "operations",
      dependencies: [
        "CAllocations", "CCallgrind", "ConsentVault", "ConsentVaultTesting", "Measuring",
        "VaultCrypto", "VaultLedger", "VaultModel", "VaultPolicy", "VaultStore",
      ],
      path: "Benchmarks/Operations", swiftSettings: settings),
    .executableTarget(
      name: "growth",
      dependencies: ["ConsentVault", "ConsentVaultTesting", "Measuring", "VaultModel"],
      path: "Benchmarks/Growth", swiftSettings: settings),
    .executableTarget(
      name: "starts", dependencies: ["ConsentVault", "Measuring"], path: "Benchmarks/Starts",
      swiftSettings: settings),
    .executableTarget(
      name: "parts",
      dependencies: [
        "CAllocations", "VaultModel", "VaultCrypto", "VaultPolicy", "VaultLedger", "Measuring",
      ],
      path: "Benchmarks/Parts", swiftSettings: settings),
    .executableTarget(
      name: "pages", dependencies: ["CSealedVFS", "CSQLite", "Measuring"],
      path: "Benchmarks/Pages", swiftSettings: settings),
    .executableTarget(
      name: "ledger",
      dependencies: ["ConsentVault", "VaultModel", "VaultLedger", "VaultStore", "Measuring"],
      path: "Benchmarks/Ledger", swiftSettings: settings),
    .executableTarget(
      name: "erasures", dependencies: ["CSQLite", "ConsentVault", "Measuring", "VaultStore"],
      path: "Benchmarks/Erasures", swiftSettings: settings),
    .executableTarget(
      name: "reach",
      dependencies: [
        "ConsentVault", "VaultCrypto", "VaultModel", "VaultLedger", "VaultPolicy", "VaultStore",
        "Measuring",
      ],
      path: "Benchmarks/Reach", swiftSettings: settings),
    .executableTarget(
      name: "sweeps", dependencies: ["ConsentVault", "ConsentVaultTesting", "Measuring"],
      path: "Benchmarks/Sweeps", swiftSettings: settings),
    .executableTarget(
      name: "imports",
      dependencies: ["ConsentVault", "VaultCrypto", "VaultImport", "VaultModel", "Measuring"],
      path: "Benchmarks/Imports", swiftSettings: settings),
  ]
}

// The crash laboratory: it takes the place of libc's file calls and fails them. Only `Scripts/crash-lab`
// asks for it.
if Context.environment["CVAULT_CRASH_LAB"] != nil {
  package.targets += [
    .target(
      name: "CFaults", dependencies: ["COpenSSL", "CSQLite"], path: "Tests/CrashLab/Faults",
      linkerSettings: [.linkedLibrary("dl")]),
    .executableTarget(
      name: "crash-lab",
      dependencies: [
        "CFaults", "COpenSSL", "CSQLite", "ConsentVault", "ConsentVaultTesting", "VaultCrypto",
        "PolicyFiles", "VaultLedger", "VaultModel", "VaultPolicy", "VaultStore", argumentParser,
      ],
      path: "Tests/CrashLab/Laboratory", swiftSettings: settings,
      // So that the libraries find our calls before those of libc.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
    // Many processes on one vault; only `Scripts/stale-reads` asks for it.
    .executableTarget(
      name: "stale-reads",
      dependencies: [
        "ConsentVault", "VaultCrypto", "VaultModel", "VaultPolicy", argumentParser,
      ],
      path: "Tests/StaleReads", swiftSettings: settings),
  ]
}
