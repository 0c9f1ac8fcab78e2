//! Sweeps once an hour inside a server process.
import ConsentVault

let vault = try await Vault.open(at: "customers.vault", unlockedBy: .keyFile("owner.key"))

// With swift-service-lifecycle, one line makes it a service: `extension SweepService: Service {}`.
let sweeper = SweepService(vault, every: .seconds(3600)) { result in
  switch result {
  case .success(let report): print("\(report.expired) expired, \(report.erasedValues) erased")
  case .failure(let error): print(error.code)
  }
}
try await sweeper.run()
