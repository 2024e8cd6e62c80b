/// Walks a source text scalar by scalar and knows where it is.
struct SourceCursor {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private(set) var position = SourcePosition.start

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    /// The scalar `distance` ahead; nil past the end.
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        let place = index + distance
        return place < scalars.count ? scalars[place] : nil
    }

    /// Whether the text goes on with `text`.
    func startsWith(_ text: String) -> Bool {
        for (distance, scalar) in text.unicodeScalars.enumerated() where peek(distance) != scalar { return false }
        return true
    }

    mutating func advance() {
        guard index < scalars.count else { return }
        let scalar = scalars[index]
        let isNewline = scalar == "\n"
        index += 1
        position = SourcePosition(
            offset: position.offset + UTF8.width(scalar),
            line: isNewline ? position.line + 1 : position.line,
            column: isNewline ? 1 : position.column + 1
        )
    }

    mutating func advance(by count: Int) {
        for _ in 0..<count { advance() }
    }
}
