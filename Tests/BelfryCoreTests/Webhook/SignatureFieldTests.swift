import Testing

@testable import BelfryCore

/// A signature that is decoded where it stands is the one its text would have been.
struct SignatureFieldTests {
    private static let digits = "00112233445566778899aabbccddeeff0123456789abcdefABCDEF9876543210"

    private static func raw(_ field: String?) -> RawWebhook {
        Array((field ?? "").utf8).withUnsafeBytes { bytes in
            RawWebhook(
                path: "/webhooks/cron",
                contentType: nil,
                signatureField: field == nil ? nil : bytes,
                peer: nil,
                forwardedFor: [],
                body: []
            )
        }
    }

    @Test func digitsInEitherCaseAreDecoded() throws {
        let text = try #require(SignatureBytes(hex: Self.digits))
        let decoded = try #require(Self.raw(Self.digits).signature)
        #expect(decoded.isEqual(to: text))
        #expect(decoded.bytes.prefix(4) == [0x00, 0x11, 0x22, 0x33])
        #expect(decoded.bytes.suffix(8) == [0xAB, 0xCD, 0xEF, 0x98, 0x76, 0x54, 0x32, 0x10])
        #expect(Self.raw(Self.digits).signatures == [Self.digits.lowercased()])
    }

    @Test func anythingElseStaysText() {
        let rest = Self.digits.dropFirst()
        let fields = ["", String(rest), Self.digits + "0", "sha256=" + Self.digits]
        for field in fields + "/:@G`g \u{1}~äP".map({ "\($0)\(rest)" }) {
            #expect(Self.raw(field).signature == nil)
            #expect(Self.raw(field).signatures == [field])
        }
        #expect(Self.raw(nil).signatures.isEmpty)
    }

    @Test func everyByteIsADigitOrNot() {
        for byte in UInt8.min...UInt8.max {
            let field = [byte] + Array(Self.digits.utf8.dropFirst())
            let isDigit = Hexadecimal.value(of: byte)
            let decoded = field.withUnsafeBytes { SignatureBytes(hexDigits: $0) }
            #expect(decoded?.bytes.first == isDigit.map { $0 << 4 })
        }
    }
}
