import BelfryCore

/// The body of an error answer: RFC 9457 problem details.
struct ProblemDetails: Hashable, Sendable {
    /// The media type of `json`.
    static let contentType = "application/problem+json"

    /// The HTTP status.
    let status: Int
    /// What kind of problem it is, in few words.
    let title: String
    /// What the person or program that asked can do; nil where telling would help an attacker.
    let detail: String?
    /// The JSON field of the request at fault.
    let field: String?

    init(status: Int, title: String, detail: String? = nil, field: String? = nil) {
        self.status = status
        self.title = title
        self.detail = detail
        self.field = field
    }

    init(_ rejection: WebhookRejection) {
        self.init(
            status: rejection.httpStatus,
            title: rejection.title,
            detail: rejection.detail,
            field: rejection.field
        )
    }

    /// The object as JSON, absent members left out.
    var json: [UInt8] {
        var text = Array("{\"type\":\"about:blank\",\"title\":".utf8)
        Self.appendString(title, to: &text)
        text.append(",\"status\":")
        text.append(decimal: Int64(status))
        for (name, value) in [("detail", detail), ("field", field)] {
            guard let value else { continue }
            text.append(contentsOf: ",\"\(name)\":".utf8)
            Self.appendString(value, to: &text)
        }
        text.append("}")
        return text
    }

    private static func appendString(_ string: String, to text: inout [UInt8]) {
        text.append("\"")
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): text.append("\\\"")
            case UInt8(ascii: "\\"): text.append("\\\\")
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                text.append(contentsOf: "\\u00\(digits.count < 2 ? "0" : "")\(digits)".utf8)
            default: text.append(byte)
            }
        }
        text.append("\"")
    }
}
