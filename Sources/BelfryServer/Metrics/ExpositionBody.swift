public import NIOCore

/// The text of a scrape, rendered while it is sent.
///
/// What it needs is what the database said of the jobs and one buffer of about half a megabyte, however many lines there are and
/// however slowly a client takes them.
public struct ExpositionBody: Sendable {
    /// Bytes handed over at once, about: many enough that handing them over costs nothing beside rendering them.
    private static let chunkBytes = 262_144

    let format: ExpositionFormat
    let coding: ContentCoding
    /// The families of jobs; nil where they were not asked for or could not be read.
    let jobs: JobExposition?
    /// What follows them, to the end.
    let rest: [UInt8]

    /// Renders it once and hands it over in chunks, in order; throws what `take` throws.
    public func write(to take: (ByteBuffer) async throws -> Void) async throws {
        let gzip = coding == .gzip ? try Gzip() : nil
        var writer = ExpositionWriter(format: format, capacity: 2 * Self.chunkBytes)
        for part in jobs?.parts() ?? [] {
            part(&writer)
            guard writer.bytes.count >= Self.chunkBytes else { continue }
            let chunk = try gzip?.compressed(writer.bytes) ?? ByteBuffer(bytes: writer.bytes)
            writer.removeAll()
            // The compressor may have kept it all.
            if chunk.readableBytes > 0 { try await take(chunk) }
        }
        writer.append(rest)
        try await take(gzip?.compressed(writer.bytes, isLast: true) ?? ByteBuffer(bytes: writer.bytes))
    }
}
