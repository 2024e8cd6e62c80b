import BelfryCore
import Testing

@testable import BelfryServer

struct SampleExecutionTests {
    private static let now = Instant(seconds: 1_700_000_000)

    private static func decoded(_ sample: SampleExecution) throws -> Execution {
        let secret = try #require(WebhookSecret("0123456789abcdef"))
        let body = try sample.body()
        let verifier = WebhookVerifier(
            secrets: [secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: false
        )
        let raw = RawWebhook(
            path: sample.path,
            contentType: "application/json",
            contentEncoding: nil,
            signatures: [secret.signature(of: body)],
            peer: nil,
            forwardedFor: [],
            body: body
        )
        return try WebhookDecoder.decode(try verifier.verify(raw))
    }

    @Test(arguments: SampleExecution.Kind.allCases, [true, false])
    func isAnExecutionThatBelfryTakesAndKnowsForATest(kind: SampleExecution.Kind, isFinal: Bool) throws {
        let sample = SampleExecution(
            kind,
            jobName: "Näch\"t",
            isFinal: isFinal,
            executionID: "exe_1",
            executedAt: Self.now
        )
        let execution = try Self.decoded(sample)
        #expect(execution.isTest)
        #expect(execution.status.text == kind.rawValue)
        #expect(execution.jobName == "Näch\"t")
        #expect(execution.jobID == sample.jobID)
        #expect(execution.executedAt == Self.now)
        #expect(execution.closesRun == (isFinal || kind == .success))
        #expect((execution.responseCode == nil) == (kind == .timeout || kind == .error))
        #expect((execution.errorMessage == nil) == (kind == .success))
    }

    @Test func theSameNameIsTheSameJob() {
        func id(_ name: String) -> String {
            SampleExecution(.success, jobName: name, executionID: "e", executedAt: Self.now).jobID
        }
        #expect(id("a") == id("a"))
        #expect(id("a") != id("b"))
        #expect(id("a").hasPrefix("belfry-test-"))
    }

    @Test func goesToTheCallbackOfItsOutcome() {
        let paths = SampleExecution.Kind.allCases.map {
            SampleExecution($0, executionID: "e", executedAt: Self.now).path
        }
        #expect(paths == ["/webhooks/cron-success"] + Array(repeating: "/webhooks/cron-failure", count: 3))
    }
}
