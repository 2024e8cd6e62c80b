import BelfryCore
import Testing

struct WebhookSignatureTests {
    private static let body = #"{"execution_id":"exe_1","status":"failure","response_time_ms":1245}"#
    private static let signature = "b24221460572c4a285c684f434e970bc682e916629029b9fb3c6df8d387b4f4c"

    @Test func acceptsGitHubsPublicVector() throws {
        let webhook = try verify(
            "Hello, World!",
            ["sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"],
            secrets: ["It's a Secret to Everybody"]
        )
        #expect(webhook.body == Array("Hello, World!".utf8))
        #expect(!webhook.isCanonical)
    }

    @Test(arguments: [signature, signature.uppercased(), "sha256=" + signature, " \t\(signature) "])
    func acceptsEverySpellingOfTheSignature(field: String) throws {
        #expect(try verify(Self.body, [field]).body == Array(Self.body.utf8))
    }

    @Test(
        arguments: [
            ([], "missing_signature"), ([""], "missing_signature"), ([" \t"], "missing_signature"),
            ([String(signature.dropLast())], "invalid_signature"), ([signature + "0"], "invalid_signature"),
            ([signature.dropLast() + "g"], "invalid_signature"), (["sha256:" + signature], "invalid_signature"),
            (["sha1=" + signature], "invalid_signature"), (["sha256=sha256=" + signature], "invalid_signature"),
            ([String(repeating: "0", count: 64)], "invalid_signature"),
            (["é" + signature.dropFirst(2)], "invalid_signature"),
            ([signature, signature], "invalid_signature"), (["", ""], "invalid_signature"),
            (["\(signature), \(signature)"], "invalid_signature"), ([signature.dropLast() + "d"], "invalid_signature"),
            (["c" + signature.dropFirst()], "invalid_signature"),
        ] as [([String], String)]
    )
    func answersEveryOtherSignatureWithTheSame401(fields: [String], result: String) {
        let rejection = #expect(throws: WebhookRejection.self) { try verify(Self.body, fields) }
        #expect(rejection?.result.rawValue == result)
        #expect(rejection?.httpStatus == 401)
        #expect(rejection?.title == "invalid signature")
        #expect(rejection?.detail == nil)
        #expect(rejection?.field == nil)
        #expect(rejection?.explanation.contains(Self.signature.prefix(16)) == false)
    }

    @Test func refusesABodyThatChangedByOneBit() {
        for index in Self.body.utf8.indices.enumerated().map(\.offset) {
            var body = Array(Self.body.utf8)
            body[index] ^= 1
            #expect(throws: WebhookRejection.self) { try verify(body, [Self.signature]) }
        }
    }

    @Test func acceptsAnyOfSeveralSecretsAndTellsWhich() throws {
        let texts = ["first", WebhookSamples.secretText, "third"]
        for text in texts {
            let secret = try #require(WebhookSecret(text))
            let webhook = try verify(Self.body, [secret.signature(of: Array(Self.body.utf8))], secrets: texts)
            #expect(webhook.secretID == secret.id)
        }
        let rejection = #expect(throws: WebhookRejection.self) {
            try verify(Self.body, [Self.signature], secrets: ["first", "third"])
        }
        for text in ["first", "third"] {
            #expect(rejection?.explanation.contains(try #require(WebhookSecret(text)).id) == true)
        }
    }

    @Test func acceptsNothingWithoutASecret() {
        for canonical in [false, true] {
            let rejection = #expect(throws: WebhookRejection.self) {
                try verify(Self.body, [Self.signature], secrets: [], acceptsCanonicalJSON: canonical)
            }
            #expect(rejection?.result == .invalidSignature)
            #expect(rejection?.explanation.contains("webhook.secrets") == true)
        }
    }

    @Test func saysNothingOfTheJSONBeforeTheSignatureMatched() throws {
        let rejection = #expect(throws: WebhookRejection.self) { try verify("{broken", [Self.signature]) }
        #expect(rejection?.result == .invalidSignature)
        let signed = try #require(WebhookSecret(WebhookSamples.secretText)).signature(of: Array("{broken".utf8))
        #expect(try verify("{broken", [signed]).body == Array("{broken".utf8))
    }

    private func verify(
        _ body: String,
        _ signatures: [String],
        secrets: [String] = [WebhookSamples.secretText],
        acceptsCanonicalJSON: Bool = false
    ) throws -> VerifiedWebhook {
        try verify(Array(body.utf8), signatures, secrets: secrets, acceptsCanonicalJSON: acceptsCanonicalJSON)
    }

    private func verify(
        _ body: [UInt8],
        _ signatures: [String],
        secrets: [String] = [WebhookSamples.secretText],
        acceptsCanonicalJSON: Bool = false
    ) throws -> VerifiedWebhook {
        let verifier = WebhookVerifier(
            secrets: secrets.compactMap(WebhookSecret.init),
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: acceptsCanonicalJSON
        )
        return try verifier.verify(WebhookSamples.request(body, signatures: signatures))
    }
}
