import BelfryCore
import BelfryTestSupport
import Testing

/// Signed nonsense: nothing crashes, and whatever is still an execution keeps every bound.
struct WebhookMutationTests {
    private static let samples = [WebhookSamples.success, WebhookSamples.failure, WebhookSamples.timeout]

    @Test(arguments: samples)
    func refusesEveryTruncation(sample: String) {
        let body = Array(sample.utf8)
        for count in 0..<body.count {
            #expect(throws: WebhookRejection.self) { try WebhookSamples.decode(body[..<count]) }
        }
    }

    @Test(arguments: samples)
    func keepsItsBoundsUnderEverySingleByteMutation(sample: String) {
        let original = Array(sample.utf8)
        let replacements =
            [
                0x00, 0x1F, 0x20, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x5C, 0x65, 0x75, 0x7B, 0x7D, 0x7F, 0x80, 0xC2, 0xED,
                0xF4, 0xFF,
            ] as [UInt8]
        var decoded = 0
        for index in original.indices {
            for replacement in replacements + [original[index] ^ 0x20, original[index] &+ 1] {
                var body = original
                body[index] = replacement
                guard let execution = try? WebhookSamples.decode(body) else { continue }
                decoded += 1
                expectBounds(execution)
            }
        }
        #expect(decoded > 0)
    }

    @Test func keepsItsBoundsUnderRandomSplices() {
        var random = SplitMix(state: 20_240_125)
        let corpus = Self.samples.map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var body = corpus[Int(random.next() % 3)]
            for _ in 0...random.next() % 3 {
                let source = corpus[Int(random.next() % 3)]
                let from = Int(random.next() % UInt64(source.count))
                let piece = source[from..<min(source.count, from + Int(random.next() % 24))]
                let start = Int(random.next() % UInt64(body.count))
                body.replaceSubrange(start..<min(body.count, start + Int(random.next() % 24)), with: piece)
                if body.isEmpty { body = [0] }
            }
            if let execution = try? WebhookSamples.decode(body) { expectBounds(execution) }
        }
    }

    @Test func survivesUnsignedNonsenseWithTheCanonicalFormOn() {
        let secrets = [WebhookSamples.secretText].compactMap(WebhookSecret.init)
        let verifier = WebhookVerifier(
            secrets: secrets,
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: true
        )
        let signature = String(repeating: "a", count: 64)
        let original = Array(WebhookSamples.failure.utf8)
        for index in original.indices {
            for replacement in [0x22, 0x5C, 0x2E, 0x65, 0x30, 0xF0] as [UInt8] {
                var body = original
                body[index] = replacement
                #expect(throws: WebhookRejection.self) {
                    try verifier.verify(WebhookSamples.request(body, signatures: [signature]))
                }
            }
        }
    }

    private func expectBounds(_ execution: Execution) {
        #expect((1...128).contains(execution.jobID.utf8.count))
        #expect((1...256).contains(execution.executionID.utf8.count))
        #expect(execution.jobName.utf8.count <= 512)
        #expect((1...32).contains(execution.status.text.utf8.count))
        #expect((0...999).contains(execution.responseCode ?? 0))
        #expect((0...1_000_000_000_000).contains(execution.responseTimeMS))
        #expect((0...1_000_000).contains(execution.retryAttempt))
        for text in [
            execution.jobID, execution.jobName, execution.executionID, execution.responseBody, execution.errorMessage,
        ] {
            #expect(text?.utf8.contains(0) != true)
        }
    }
}
