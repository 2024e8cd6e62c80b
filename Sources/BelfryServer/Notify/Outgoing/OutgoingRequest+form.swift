internal import Foundation

extension OutgoingRequest {
    /// A request that carries form fields in their order.
    init(url: TargetURL, form: [(name: String, value: String)], headers: [(name: String, value: String)] = []) {
        let body = form.map { "\(Self.formEncoded($0.name))=\(Self.formEncoded($0.value))" }.joined(separator: "&")
        self.init(
            url: url,
            headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")] + headers,
            body: Array(body.utf8)
        )
    }

    /// A header field that names a user and password (RFC 7617).
    static func basicAuthorization(user: String, password: Secret) -> (name: String, value: String) {
        (name: "Authorization", value: "Basic " + Data("\(user):\(password.text)".utf8).base64EncodedString())
    }

    /// A header field that carries a token (RFC 6750).
    static func bearerAuthorization(_ token: Secret) -> (name: String, value: String) {
        (name: "Authorization", value: "Bearer \(token.text)")
    }

    private static func formEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(Unicode.Scalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
