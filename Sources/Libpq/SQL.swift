/// SQL text with its parameters; values get in through interpolation only and are always bound, never spliced.
///
/// ```swift
/// let sql: SQL = "SELECT name FROM jobs WHERE job_id = \(id) AND lane = ANY(\(lanes))"
/// ```
/// An interpolated value becomes `$n` and is declared with the type of its Swift type, so `\(text)::jsonb` casts a text.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text as the server gets it, with `$1`, `$2`, … for the parameters.
    public let text: String
    /// The values of `$1`, `$2`, … in order.
    public let parameters: [Parameter]

    /// The text cut at its parameters: one piece more than there are parameters.
    let fragments: [String]

    /// Text without parameters.
    public init(stringLiteral value: String) {
        text = value
        parameters = []
        fragments = [value]
    }

    /// Text with what was interpolated into it.
    public init(stringInterpolation: StringInterpolation) {
        fragments = stringInterpolation.fragments
        parameters = stringInterpolation.parameters
        var text = ""
        text.reserveCapacity(fragments.reduce(fragments.count * 4) { $0 + $1.utf8.count })
        text += fragments[0]
        for number in fragments.indices.dropFirst() {
            text += "$"
            text += String(number)
            text += fragments[number]
        }
        self.text = text
    }
}
