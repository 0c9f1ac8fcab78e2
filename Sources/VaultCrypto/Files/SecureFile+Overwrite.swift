extension SecureFile {
  /// Writes zeros over everything in the file, and waits until they are on the disk.
  ///
  /// What the file system or the drive had copied elsewhere before is beyond reach.
  package func overwrite() throws(SecureFileError) {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    let size = try size
    var offset = 0
    while offset < size {
      try write(Array(zeros.prefix(size - offset)), at: offset)
      offset += zeros.count
    }
    try synchronize()
  }
}
