/// Text with `{{ name }}` places that take a rule variable's value.
///
/// Names only, no expressions; nothing is escaped here: a notifier escapes what was substituted, for its own chat.
public struct Template: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case markup(String)
        case variable(RuleVariable)
    }

    private let pieces: [Piece]

    /// A template that cannot be used: what is wrong with it.
    public struct Malformed: Error, Hashable, Sendable {
        /// What is wrong and what to write instead.
        public var message: String
    }

    /// Reads a template; an unknown name or an unclosed place is refused.
    public init(_ text: String) throws(Malformed) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex { pieces.append(.markup(String(rest[..<open.lowerBound]))) }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw Malformed(message: "\"{{\" is never closed by \"}}\"")
            }
            let name = rest[open.upperBound..<close.lowerBound].trimmingPrefix(while: \.isWhitespace)
            let trimmed = String(name.reversed().drop(while: \.isWhitespace).reversed())
            guard let variable = RuleVariable.named(trimmed) else {
                throw Malformed(
                    message: "unknown name \"\(trimmed)\" in {{ }}\(NearestName.hint(trimmed, in: RuleVariable.names))"
                )
            }
            pieces.append(.variable(variable))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.markup(String(rest))) }
        self.pieces = pieces
    }

    /// The names in its places.
    var variables: [RuleVariable] {
        pieces.compactMap { piece in
            guard case .variable(let variable) = piece else { return nil }
            return variable
        }
    }

    /// The text with the subject's values in its places, outside text kept apart from the operator's.
    public func render(_ subject: any RuleSubject) -> RenderedText {
        RenderedText(
            pieces.map { piece in
                switch piece {
                case .markup(let text): .markup(text)
                case .variable(let variable): .text(subject.value(of: variable).templateText)
                }
            }
        )
    }
}
