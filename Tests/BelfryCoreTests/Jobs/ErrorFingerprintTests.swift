import Testing

@testable import BelfryCore

struct ErrorFingerprintTests {
    // Kinds are stored: a text must have the one it always had.
    @Test(arguments: [
        ("Endpoint returned status code 500", "626b110814a9dbc7")
    ])
    func aTextKeepsItsKind(_ message: String, _ kind: String) {
        #expect(ErrorFingerprint.of(status: .failure, responseCode: 500, message: message) == kind)
    }

    // Its dash has a text looked at as Unicode.
    @Test(arguments: [
        "Endpoint returned status code 500", "Connection to DB-1 REFUSED\r\nafter 3 tries, at 10.0.0.7:5432", "a",
        "_x_9y", "  ",
    ])
    func aTextOfASCIIHasTheKindItHasAsUnicode(_ message: String) {
        #expect(
            ErrorFingerprint.of(status: .error, responseCode: nil, message: message)
                == ErrorFingerprint.of(status: .error, responseCode: nil, message: message + " –")
        )
    }
}
