/// zlib has refused: it has no memory, or was built for another version.
struct GzipFailure: Error {
    /// zlib's code.
    let code: Int32
}
