/// A parsed pattern.
indirect enum PatternNode: Sendable {
    case empty
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    case assertion(PatternAssertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `minimum` to `maximum` times, without end if nil.
    case repetition(PatternNode, minimum: Int, maximum: Int?)

    /// The text this matches if it can match only one.
    var literalText: String? {
        switch self {
        case .empty: return ""
        case .scalar(let scalar): return String(scalar)
        case .sequence(let parts):
            var text = ""
            for part in parts {
                guard let literal = part.literalText else { return nil }
                text += literal
            }
            return text
        default: return nil
        }
    }
}
