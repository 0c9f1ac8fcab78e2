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

/// The identity that SwiftPM gives to the package above: the name of its folder, made an identifier.
let above = Context.packageDirectory.split(separator: "/").dropLast().last.map { folder in
  String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
}

let package = Package(
  name: "consent-vault-benchmarks",
  dependencies: [.package(name: "consent-vault", path: "../")],
  targets: [
    .systemLibrary(
      name: "CRawSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "Measuring", swiftSettings: settings),
    // What an application sees: the public door, against plain SQLite.
    .executableTarget(
      name: "door",
      dependencies: [
        .product(name: "ConsentVault", package: "consent-vault"), "CRawSQLite", "Measuring",
      ],
      swiftSettings: settings),
    // What the door is made of: package declarations, seen by taking the package's name.
    .executableTarget(
      name: "parts",
      dependencies: [.product(name: "ConsentVault", package: "consent-vault"), "Measuring"],
      swiftSettings: settings + [.unsafeFlags(["-package-name", above ?? ""])]),
  ],
  swiftLanguageModes: [.v6]
)
