// swift-tools-version: 6.2
// A package of its own, so that nobody who uses the library builds it. It has no framework: the one
// that is common costs five minutes of building and reads CPU time in steps of 10 ms here.
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  .strictMemorySafety(),  // SE-0458
  .treatAllWarnings(as: .error),  // SE-0480
]

let package = Package(
  name: "consent-vault-benchmarks",
  dependencies: [.package(name: "consent-vault", path: "../")],
  targets: [
    .systemLibrary(
      name: "CRawSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "Measuring", swiftSettings: settings),
    // The population and the streams of GDPRbench-V, and the race of the stores that run them.
    .target(name: "GDPRBench", dependencies: ["Measuring"], swiftSettings: settings),
    // The vault and plain SQLite as such stores.
    .target(
      name: "GDPRStores",
      dependencies: [
        .product(name: "ConsentVault", package: "consent-vault"), "CRawSQLite", "GDPRBench",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "gdprbench", dependencies: ["GDPRBench", "GDPRStores", "Measuring"],
      swiftSettings: settings),
    // What an application sees: the public door, against plain SQLite.
    .executableTarget(
      name: "door",
      dependencies: [
        .product(name: "ConsentVault", package: "consent-vault"), "CRawSQLite", "Measuring",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// What needs a client library that not everybody has: `Benchmarks/servers run` names, in pkg-config's words,
// those that the machine has.
if let libraries = Context.environment["CVAULT_SERVERS"]?.split(separator: " ") {
  var contenders: [Target.Dependency] = []
  var found: [SwiftSetting] = []
  func add(_ contender: String, _ client: Target) {
    package.targets += [
      client,
      .target(
        name: contender, dependencies: [.byName(name: client.name), "GDPRBench", "Measuring"],
        swiftSettings: settings),
    ]
    contenders.append(.byName(name: contender))
    found.append(.define(contender.uppercased()))
  }
  if libraries.contains("libpq") {
    add(
      "PostgreSQL",
      .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]))
  }
  if libraries.contains("hiredis") {
    // Without its flags, one of which SwiftPM refuses.
    add("Redis", .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]))
  }
  package.targets.append(
    .executableTarget(
      name: "servers",
      dependencies: [
        .product(name: "ConsentVault", package: "consent-vault"), "GDPRBench", "GDPRStores",
        "Measuring",
      ] + contenders,
      swiftSettings: settings + found))
  // The statements of the benchmark of pages on SQLCipher: a program of its own, since libsqlcipher
  // defines the functions of libsqlite3.
  if libraries.contains("sqlcipher") {
    package.targets += [
      .systemLibrary(
        name: "CSQLCipher", pkgConfig: "sqlcipher", providers: [.apt(["libsqlcipher-dev"])]),
      .executableTarget(
        name: "sqlcipher-pages", dependencies: ["CSQLCipher"], swiftSettings: settings),
    ]
  }
}
