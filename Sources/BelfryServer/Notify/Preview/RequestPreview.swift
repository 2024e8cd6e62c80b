internal import Foundation

/// A request as it would be sent, with its secrets left out.
public struct RequestPreview: Codable, Hashable, Sendable {
    /// The HTTP method.
    public var method: String
    /// Where it goes, redacted.
    public var address: String
    /// Header fields, `name: value`, those that authorize without their value.
    public var headers: [String]
    /// The body, byte for byte but for secrets.
    public var body: String

    /// What is to be seen of a request whose body holds some secrets.
    init(_ request: OutgoingRequest, hiding secrets: [Secret]) {
        method = request.method
        address = request.url.redacted
        headers = request.headers.map { name, value in
            "\(name): \(Self.secretHeaders.contains(name.lowercased()) ? "…" : value)"
        }
        body = secrets.reduce(String(decoding: request.body, as: UTF8.self)) { body, secret in
            body.replacing("\"\(secret.text)\"", with: "\"…\"")
        }
    }

    /// The body for eyes: JSON with a member a line, a form with a field a line.
    public var readableBody: String {
        if headers.contains(where: { $0.hasSuffix("x-www-form-urlencoded") }) {
            return body.split(separator: "&").map { pair in
                let text = pair.replacing("=", with: ": ", maxReplacements: 1)
                return text.removingPercentEncoding ?? String(text)
            }.joined(separator: "\n")
        }
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)),
            let data = try? JSONSerialization.data(withJSONObject: object, options: options)
        else { return body }
        return String(decoding: data, as: UTF8.self)
    }

    private static let secretHeaders = ["authorization", "webhook-signature"]
}
