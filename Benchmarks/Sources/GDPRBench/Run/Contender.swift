/// A store that runs the same streams as all others.
///
/// An implementation passes if ``Race`` goes through all four mixes with it: every answer is compared. A
/// store that enforces nothing may answer an operation that must be denied; what it did then must not show
/// in any later answer that is permitted.
public protocol Contender: AnyObject {
  /// What is told of it.
  var name: String { get }
  /// What a strict change and a read wait for, in a few words.
  var durability: String { get }

  /// Takes in the population, unmeasured; every consent that ends at once is over when it returns.
  func load(_ population: Population) async throws

  /// Performs one operation.
  ///
  /// - Returns: the answer, when the operation is as durable as ``durability`` says.
  func perform(_ operation: Operation) async throws -> Answer

  /// Finishes what was put off, measured at the end of a turn.
  func settle() async throws

  /// CPU time of other processes that work for it so far, in nanoseconds; 0 for a store in the process.
  func serverCPU() throws -> Int64

  /// Bytes on disk now, after a checkpoint.
  func bytesOnDisk() throws -> Int64
}

extension Contender {
  /// Nothing is put off.
  public func settle() async throws {}
  /// There is no server.
  public func serverCPU() throws -> Int64 { 0 }
}
