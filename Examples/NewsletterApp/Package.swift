// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "newsletter-app",
  dependencies: [.package(name: "consent-vault", path: "../..")],
  targets: [
    .executableTarget(
      name: "NewsletterApp",
      dependencies: [.product(name: "ConsentVault", package: "consent-vault")],
      exclude: ["notices"],
      // The settings of a careful package: what the plugin writes keeps to them.
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
      ],
      plugins: [.plugin(name: "PolicyTypes", package: "consent-vault")])
  ],
  swiftLanguageModes: [.v6]
)
