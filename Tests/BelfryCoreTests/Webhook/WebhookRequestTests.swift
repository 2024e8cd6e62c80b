import BelfryCore
import Testing

/// What the verifier refuses before it looks at a signature.
struct WebhookRequestTests {
    private static let body = Array(WebhookSamples.success.utf8)

    @Test(arguments: [
        nil, "application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        " application/json ",
    ])
    func acceptsJSONAndAMissingType(contentType: String?) {
        #expect(throws: Never.self) { try verify(contentType: contentType) }
    }

    @Test(arguments: [
        "", "text/plain", "application/jsonp", "application/x-www-form-urlencoded", "application", "application/json x",
        "text/plain; application/json", "application/cloudevents+json",
    ])
    func refusesOtherTypes(contentType: String) {
        expect(.unsupportedMediaType, 415) { try verify(contentType: contentType) }
    }

    @Test(arguments: [nil, "", "identity", "Identity"])
    func acceptsPlainBodies(contentEncoding: String?) {
        #expect(throws: Never.self) { try verify(contentEncoding: contentEncoding) }
    }

    @Test(arguments: ["gzip", "br", "identity, gzip", "gzip, identity", "x"])
    func refusesEncodedBodies(contentEncoding: String) {
        expect(.unsupportedMediaType, 415) { try verify(contentEncoding: contentEncoding) }
    }

    @Test func takesBodiesUpToTheLimit() {
        let largest = [UInt8](repeating: 0x20, count: RawWebhook.maximumBodyBytes)
        #expect(throws: Never.self) { try verify(largest) }
        expect(.tooLarge, 413) { try verify(largest + [0x20]) }
    }

    @Test(
        arguments: [
            // Nothing to judge by.
            ("52.89.214.238", [], [], true),
            (nil, [], [], true),
            // The vendor's addresses.
            ("52.89.214.238", ["a1cron"], [], true),
            ("34.212.75.30", ["a1cron"], [], true),
            ("54.218.53.128", ["a1cron"], [], true),
            ("::ffff:54.218.53.128", ["a1cron"], [], true),
            ("54.218.53.129", ["a1cron"], [], false),
            ("10.1.2.3", ["192.0.2.1", "10.0.0.0/8"], [], true),
            (nil, ["0.0.0.0/0", "::/0"], [], false),
            // A forwarded address counts only from a proxy.
            ("198.51.100.7", ["a1cron"], ["52.89.214.238"], false),
            ("10.0.0.1", ["a1cron"], ["52.89.214.238"], true),
            ("10.0.0.1", ["a1cron"], ["52.89.214.238, 198.51.100.7"], false),
            ("10.0.0.1", ["a1cron"], ["unknown"], false),
            ("52.89.214.238", ["a1cron"], ["198.51.100.7"], true),
        ] as [(String?, [String], [String], Bool)]
    )
    func judgesTheSource(peer: String?, allowed: [String], forwardedFor: [String], isAllowed: Bool) throws {
        let sources = try allowed.flatMap { try CIDRBlock.blocks($0) }
        let judge = { try verify(peer: peer, forwardedFor: forwardedFor, allowedSources: sources) }
        if isAllowed {
            #expect(throws: Never.self) { try judge() }
        } else {
            expect(.forbiddenSource, 403) { try judge() }
        }
    }

    @Test(
        arguments: [
            (
                "198.51.100.7", [],
                "198.51.100.7 is not in webhook.allowed_sources (peer 198.51.100.7, X-Forwarded-For absent);"
                    + " if it may send webhooks, add it there"
            ),
            (
                "198.51.100.7", ["52.89.214.238"],
                "198.51.100.7 is not in webhook.allowed_sources (peer 198.51.100.7, X-Forwarded-For \"52.89.214.238\");"
                    + " if 198.51.100.7 is your proxy, add it to webhook.trusted_proxies"
            ),
            (
                "10.0.0.1", ["1.1.1.1", "203.0.113.9"],
                "203.0.113.9 is not in webhook.allowed_sources (peer 10.0.0.1, X-Forwarded-For \"1.1.1.1, 203.0.113.9\");"
                    + " if it may send webhooks, add it there"
            ),
            (
                "10.0.0.1", ["un\u{1B}known"],
                "10.0.0.1 is not in webhook.allowed_sources (peer 10.0.0.1, X-Forwarded-For \"un?known\");"
                    + " the proxy passed no readable client address on, see how it sets X-Forwarded-For"
            ),
        ] as [(String, [String], String)]
    )
    func explainsARefusedSourceToTheOperatorOnly(peer: String, forwardedFor: [String], explanation: String) {
        let rejection = #expect(throws: WebhookRejection.self) {
            try verify(peer: peer, forwardedFor: forwardedFor, allowedSources: CIDRBlock.a1cron)
        }
        #expect(rejection?.explanation == explanation)
        #expect(rejection?.detail == "webhooks are not accepted from this address")
    }

    @Test func checksTheCheapestThingFirst() throws {
        let tooLarge = [UInt8](repeating: 0x20, count: RawWebhook.maximumBodyBytes + 1)
        expect(.forbiddenSource, 403) {
            try verify(
                tooLarge,
                contentType: "text/plain",
                peer: "192.0.2.1",
                allowedSources: CIDRBlock.a1cron,
                signatures: []
            )
        }
        expect(.unsupportedMediaType, 415) { try verify(tooLarge, contentType: "text/plain", signatures: []) }
        expect(.tooLarge, 413) { try verify(tooLarge, signatures: []) }
        expect(.missingSignature, 401) { try verify(Array("{".utf8), signatures: []) }
    }

    @Test func hasALabelAndAStatusForEveryResult() {
        let labels = WebhookResult.allCases.map(\.rawValue)
        #expect(
            labels == [
                "accepted", "duplicate", "conflict", "stale", "malformed", "missing_signature", "invalid_signature",
                "canonical_only", "forbidden_source", "too_large", "unsupported_media_type", "overloaded",
                "unavailable",
            ]
        )
        #expect(WebhookRejection.overloaded(explanation: "").httpStatus == 503)
        #expect(WebhookRejection.unavailable(explanation: "").httpStatus == 503)
    }

    private func expect(_ result: WebhookResult, _ status: Int, _ body: () throws -> Void) {
        let rejection = #expect(throws: WebhookRejection.self) { try body() }
        #expect(rejection?.result == result)
        #expect(rejection?.httpStatus == status)
    }

    /// Verifies a body behind the proxy 10.0.0.1, signed unless told otherwise.
    private func verify(
        _ body: [UInt8] = body,
        contentType: String? = "application/json",
        contentEncoding: String? = nil,
        peer: String? = nil,
        forwardedFor: [String] = [],
        allowedSources: [CIDRBlock] = [],
        signatures: [String]? = nil
    ) throws {
        let secret = try #require(WebhookSecret(WebhookSamples.secretText))
        let verifier = WebhookVerifier(
            secrets: [secret],
            allowedSources: allowedSources,
            trustedProxies: [try CIDRBlock("10.0.0.1")],
            acceptsCanonicalJSON: false
        )
        let request = WebhookSamples.request(
            body,
            signatures: signatures ?? [secret.signature(of: body)],
            contentType: contentType,
            contentEncoding: contentEncoding,
            peer: peer,
            forwardedFor: forwardedFor
        )
        #expect(try verifier.verify(request).body == body)
    }
}
