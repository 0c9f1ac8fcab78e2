import ConsentVault
import Testing

/// The code of the error with which `body` fails; nil if it does not fail.
func code(of body: () async throws -> Void) async -> String? {
  do {
    try await body()
    return nil
  } catch let error as VaultError {
    return error.code
  } catch {
    return "\(error)"
  }
}
