import BelfryCore
import Testing

/// Signatures over `JSON.stringify(JSON.parse(body))`; the pairs were made with Node.
struct CanonicalSignatureTests {
    private static let original = #"{"execution_id":"exe_1","status":"failure","response_time_ms":1245}"#
    private static let originalSignature = "b24221460572c4a285c684f434e970bc682e916629029b9fb3c6df8d387b4f4c"

    @Test(arguments: [
        (#"{"a": 1, "b": "x"}"# + "\n", #"{"a":1,"b":"x"}"#),
        (#"[1.0,1.50]"#, "[1,1.5]"),
        (#"[1e3,1E+3,1e0,12e-1]"#, "[1000,1000,1,1.2]"),
        ("[-0,-0.0,0.0,0e5,-1.0]", "[0,0,0,0,-1]"),
        (
            "[1e21,1000000000000000000000,1e20,123456789012345678901234]",
            "[1e+21,1e+21,100000000000000000000,1.2345678901234569e+23]"
        ),
        ("[1e-6,1e-7,0.00000123,1.5e-7,-1e-7]", "[0.000001,1e-7,0.00000123,1.5e-7,-1e-7]"),
        (
            "[9007199254740993,0.1,0.30000000000000004,1e16,123456789.125]",
            "[9007199254740992,0.1,0.30000000000000004,10000000000000000,123456789.125]"
        ),
        ("[5e-324,1.7976931348623157e308,1e-400,2.5e-5,100]", "[5e-324,1.7976931348623157e+308,0,0.000025,100]"),
        (#""\u00e9\ud83d\ude00\u003c\/\u007f\u2028""#, "\"é😀</\u{7F}\u{2028}\""),
        (#""\u0008\u000a\u001F\u0000\u0022\u005c\u000c\u000d\u0009\u000b""#, #""\b\n\u001f\u0000\"\\\f\r\t\u000b""#),
        (#"{"b":1,"10":2,"2":3,"01":4}"#, #"{"2":3,"10":2,"b":1,"01":4}"#),
        (
            #"{"x":{"b":[{"1":0,"0":[]}],"4294967295":1,"4294967294":2},"-1":3,"7":{}}"#,
            #"{"7":{},"x":{"4294967294":2,"b":[{"0":[],"1":0}],"4294967295":1},"-1":3}"#
        ),
        (#"{"__proto__": {}}"#, #"{"__proto__":{}}"#),
        (#"{"\u0061": true , "e\u0301":null,"\u00e9":false}"#, "{\"a\":true,\"e\u{301}\":null,\"\u{E9}\":false}"),
        ("[ ]", "[]"), ("{ }", "{}"), (#" "x" "#, #""x""#), ("[[ 1 , [ ] ] ]", "[[1,[]]]"),
    ])
    func storesTheCanonicalFormOfWhatWasSigned(raw: String, canonical: String) throws {
        let secret = try #require(WebhookSecret(WebhookSamples.secretText))
        let signature = secret.signature(of: Array(canonical.utf8))
        let webhook = try verify(raw, signature, acceptsCanonicalJSON: true)
        #expect(String(decoding: webhook.body, as: UTF8.self).utf8.elementsEqual(canonical.utf8))
        #expect(webhook.isCanonical)
        #expect(webhook.secretID == secret.id)

        let rejection = #expect(throws: WebhookRejection.self) {
            try verify(raw, signature, acceptsCanonicalJSON: false)
        }
        #expect(rejection?.result == .canonicalOnly)
        #expect(rejection?.httpStatus == 401)
        #expect(rejection?.title == "invalid signature")
        #expect(rejection?.detail == nil)
        #expect(rejection?.explanation.contains("webhook.canonical_json") == true)
    }

    @Test func acceptsBothFixturesOfTheSpelling() throws {
        let raw = #"{"cron_job_name":"Café 😀","n":1.0,"x":"a/b"}"#
        let rawSignature = "cb5d8571824a6db655480e04ad62d5481218fdbcbc612fe59b4d6b1925487d48"
        let canonicalSignature = "bc143592d3159ebdc10a536f432487b0d4b0161aaed91c813827f8c07365b155"
        for isOn in [false, true] {
            let webhook = try verify(raw, rawSignature, acceptsCanonicalJSON: isOn)
            #expect(webhook.body == Array(raw.utf8))
            #expect(!webhook.isCanonical)
        }
        let webhook = try verify(raw, canonicalSignature, acceptsCanonicalJSON: true)
        #expect(webhook.body == Array(#"{"cron_job_name":"Café 😀","n":1,"x":"a/b"}"#.utf8))
    }

    /// Whoever saw one signed failure could otherwise report a success: the canonical form keeps the last of two keys.
    @Test(arguments: [
        #"{"execution_id":"exe_1","status":"success","status":"failure","response_time_ms":1245}"#,
        #"{"execution_id":"exe_1","st\u0061tus":"success","status":"failure","response_time_ms":1245}"#,
    ])
    func refusesADuplicateKeyThatTheSignatureCannotSee(tampered: String) throws {
        #expect(
            try verify(Self.original, Self.originalSignature, acceptsCanonicalJSON: true).body
                == Array(Self.original.utf8)
        )
        for isOn in [false, true] {
            let rejection = #expect(throws: WebhookRejection.self) {
                try verify(tampered, Self.originalSignature, acceptsCanonicalJSON: isOn)
            }
            #expect(rejection?.result == .invalidSignature)
            #expect(rejection?.explanation.contains("duplicate key") == true)
        }
    }

    @Test func refusesADuplicateKeyThatWasSignedRaw() throws {
        let tampered = #"{"execution_id":"exe_1","status":"success","status":"failure","response_time_ms":1245}"#
        let signature = "4b0e703b0959399b306bd0a5d826f457ba52e2a69951c976938a2d5aa81ada43"
        let webhook = try verify(tampered, signature, acceptsCanonicalJSON: true)
        let rejection = #expect(throws: WebhookRejection.self) { try WebhookDecoder.decode(webhook) }
        #expect(rejection?.detail == #"duplicate field "status""#)
    }

    @Test(arguments: [
        (#"{"a":[{"b":1, "b":1}]}"#, #"{"a":[{"b":1}]}"#),
        (#"[ "\ud800"]"#, #"["\ud800"]"#),
        ("[ 1e400]", "[null]"),
        ("[ -1e309]", "[null]"),
        ("\u{FEFF}[ 1]", "[1]"),
        ("[ 1] x", "[1]"),
        (
            String(repeating: "[", count: 64) + "[ ]" + String(repeating: "]", count: 64),
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        ),
        ("[ \(String(repeating: "1,", count: 9_000))1]", "[\(String(repeating: "1,", count: 9_000))1]"),
    ])
    func neverGuessesAtACanonicalForm(raw: String, signed: String) throws {
        let signature = try #require(WebhookSecret(WebhookSamples.secretText)).signature(of: Array(signed.utf8))
        for isOn in [false, true] {
            let rejection = #expect(throws: WebhookRejection.self) {
                try verify(raw, signature, acceptsCanonicalJSON: isOn)
            }
            #expect(rejection?.result == .invalidSignature)
        }
    }

    @Test func neverReplacesInvalidUTF8() throws {
        let secret = try #require(WebhookSecret(WebhookSamples.secretText))
        let raw: [UInt8] = Array("[ \"".utf8) + [0xFF] + Array("\"]".utf8)
        let verifier = WebhookVerifier(
            secrets: [secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: true
        )
        let signature = secret.signature(of: Array("[\"\u{FFFD}\"]".utf8))
        #expect(throws: WebhookRejection.self) {
            try verifier.verify(WebhookSamples.request(raw, signatures: [signature]))
        }
    }

    private func verify(_ body: String, _ signature: String, acceptsCanonicalJSON: Bool) throws -> VerifiedWebhook {
        let verifier = WebhookVerifier(
            secrets: [WebhookSamples.secretText].compactMap(WebhookSecret.init),
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: acceptsCanonicalJSON
        )
        return try verifier.verify(WebhookSamples.request(body.utf8, signatures: [signature]))
    }
}
