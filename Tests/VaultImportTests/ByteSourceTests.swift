import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import VaultImport

@Suite struct ByteSourceTests {
  @Test(arguments: [1, 3, 1 << 16]) func theObserverSeesEveryByteInOrder(chunk: Int) throws {
    let input = Array("id,name\n1,\"two\nlines\"\n2,x".utf8)
    let file = try TemporaryFile(input)
    let seen = Mutex<[UInt8]>([])
    let source = try ByteSource(path: file.path, chunk: chunk) { bytes in
      // Safe: the bytes are copied within the call.
      seen.withLock { seen in
        unsafe bytes.withUnsafeBytes { unsafe seen.append(contentsOf: $0) }
      }
    }
    var reader = try CSVReader(source)
    while try reader.next() != nil {}
    #expect(seen.withLock { $0 } == input)
  }

  @Test func drainingShowsTheObserverEverything() throws {
    let file = try TemporaryFile([UInt8](repeating: 7, count: 200_000))
    let count = Mutex(0)
    let source = try ByteSource(path: file.path) { bytes in
      count.withLock { $0 += bytes.byteCount }
    }
    try source.drain()
    #expect(count.withLock { $0 } == 200_000)
  }

  @Test func aMissingFileAndAFolderAreRefused() throws {
    let file = try TemporaryFile()
    do {
      _ = try ByteSource(path: file.path)
      Issue.record("a missing file was opened")
    } catch {
      #expect(error.code == .inputUnreadable && error.systemError == ENOENT)
    }
    do {
      try ByteSource(path: "/").drain()
      Issue.record("a folder was read")
    } catch {
      #expect(error.code == .inputUnreadable && error.systemError == EISDIR)
    }
  }

  @Test func aBorrowedDescriptorStaysOpen() throws {
    let file = try TemporaryFile([1])
    let descriptor = unsafe open(file.path, O_RDONLY)
    defer { close(descriptor) }
    try ByteSource(descriptor: descriptor).drain()
    #expect(fcntl(descriptor, F_GETFD) >= 0)
  }

  @Test func memoryStaysFlatUnderAnOpenQuote() throws {
    // 32 MiB of NUL in a sparse file, all of it one quoted cell.
    let file = try TemporaryFile(Array("a\n1\n\"".utf8))
    #expect(unsafe truncate(file.path, 1 << 25) == 0)
    var window = ByteWindow(try ByteSource(path: file.path))
    var largest = 0
    var failure: ImportFileError?
    do throws(ImportFileError) {
      var line = 1
      while true {
        var scanner = CSVScanner(line: line, capacity: 1)
        guard try window.scanRecord(&scanner) else { break }
        window.consume(scanner.offset)
        line = scanner.nextLine
        largest = max(largest, window.storage.count)
      }
    } catch {
      failure = error
    }
    #expect(failure?.code == .quoteUnterminated && failure?.line == 3)
    #expect(max(largest, window.storage.count) <= 1 << 23)
  }
}
