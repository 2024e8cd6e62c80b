/// The kinds of errors a job had, with how often; the rarest is forgotten first.
public struct ErrorKinds: Hashable, Sendable {
    /// Kinds remembered: a job with more has no kind of error that is usual.
    static let capacity = 16

    private struct Entry: Hashable {
        var kind: UInt32
        var count: UInt32
    }

    /// By kind.
    private var entries: [Entry] = []

    /// None yet.
    public init() {}

    /// How often a kind was seen.
    func count(of kind: UInt32) -> Int64 {
        entries.last { $0.kind == kind }.map { Int64($0.count) } ?? 0
    }

    /// Takes in one error of a kind.
    mutating func add(_ kind: UInt32) {
        let index = entries.firstIndex { $0.kind >= kind } ?? entries.count
        if index < entries.count, entries[index].kind == kind {
            if entries[index].count < .max { entries[index].count += 1 }
            return
        }
        entries.insert(Entry(kind: kind, count: 1), at: index)
        guard entries.count > Self.capacity else { return }
        let others = entries.indices.filter { $0 != index }
        if let rarest = others.min(by: { entries[$0].count < entries[$1].count }) { entries.remove(at: rarest) }
    }

    func write(to writer: inout PackedWriter) {
        writer.write(UInt64(entries.count))
        for entry in entries {
            writer.write(UInt64(entry.kind))
            writer.write(UInt64(entry.count))
        }
    }

    init?(from reader: inout PackedReader) {
        guard let count = reader.readUnsigned(), count <= UInt64(Self.capacity) else { return nil }
        for _ in 0..<count {
            guard let kind = reader.readUnsigned().flatMap(UInt32.init(exactly:)),
                let times = reader.readUnsigned().flatMap(UInt32.init(exactly:))
            else { return nil }
            entries.append(Entry(kind: kind, count: times))
        }
    }
}
