public import NIOCore

/// The text of a scrape, rendered while it is sent.
///
/// What it needs is what the database said of the jobs and two buffers of about half a megabyte, however many lines there are and
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
        switch coding {
        case .gzip: try await writeCompressed(to: take)
        case .identity: try await writePlain(to: take)
        }
    }

    private func writePlain(to take: (ByteBuffer) async throws -> Void) async throws {
        var writer = ExpositionWriter(format: format, capacity: 2 * Self.chunkBytes)
        for part in jobs?.parts() ?? [] {
            part(&writer)
            guard writer.bytes.count >= Self.chunkBytes else { continue }
            try await take(ByteBuffer(bytes: writer.bytes))
            writer.removeAll()
        }
        writer.append(rest)
        try await take(ByteBuffer(bytes: writer.bytes))
    }

    /// A chunk is compressed while the next one is rendered, each of which takes about as long.
    private func writeCompressed(to take: (ByteBuffer) async throws -> Void) async throws {
        let gzip = try GzipStream()
        var parts = (jobs?.parts() ?? [])[...]
        var chunk: [UInt8]? = render(&parts)
        while let rendered = chunk {
            let isLast = parts.isEmpty
            async let compressed = gzip.compressed(rendered, isLast: isLast)
            chunk = isLast ? nil : render(&parts)
            let answer = try await compressed
            // The compressor may have kept it all.
            if answer.readableBytes > 0 { try await take(answer) }
        }
    }

    /// The next parts, and after the last of them the rest.
    private func render(_ parts: inout ArraySlice<JobExposition.Part>) -> [UInt8] {
        var writer = ExpositionWriter(format: format, capacity: 2 * Self.chunkBytes)
        while writer.bytes.count < Self.chunkBytes, let part = parts.popFirst() { part(&writer) }
        if parts.isEmpty { writer.append(rest) }
        return writer.bytes
    }
}
