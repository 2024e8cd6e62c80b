import BelfryCore
import Testing

struct ContentDigestTests {
    private static let execution = Execution(
        jobID: "job",
        jobName: "name",
        executionID: "exe",
        status: .failure,
        executedAt: Instant(seconds: 1_706_191_200),
        responseCode: 500,
        responseTimeMS: 1245,
        responseBody: "0123456789",
        errorMessage: "error",
        retryAttempt: 1,
        nextRetryAt: Instant(seconds: 1_706_191_500)
    )

    /// Stored digests are compared with those of later versions, so these never change.
    @Test(
        arguments: [
            (WebhookSamples.success, -8_335_878_962_665_065_442),
            (WebhookSamples.failure, 3_947_156_054_555_100_602),
            (WebhookSamples.timeout, -7_075_859_739_066_074_823),
        ] as [(String, Int64)]
    )
    func isTheSameEverywhere(body: String, digest: Int64) throws {
        #expect(ContentDigest.digest(try WebhookSamples.decode(body.utf8)) == digest)
    }

    @Test func ignoresHowTheContentWasSpelt() throws {
        let spelt = WebhookSamples.body([
            "response_time_ms": "1.245e3", "status": #""f\u0061ilure""#, "executed_at": #""2024-01-25T15:00:00+01:00""#,
        ])
        let digest = ContentDigest.digest(try WebhookSamples.decode(spelt.utf8))
        #expect(digest == ContentDigest.digest(try WebhookSamples.decode(WebhookSamples.body().utf8)))
    }

    @Test func differsForEveryFieldAndNeverRunsFieldsTogether() {
        var variants = [Self.execution]
        func add(_ change: (inout Execution) -> Void) {
            var variant = Self.execution
            change(&variant)
            variants.append(variant)
        }
        add {
            $0.jobID = "jobn"; $0.jobName = "ame"
        }
        add {
            $0.jobID = "jo"; $0.jobName = "bname"
        }
        add {
            $0.jobID = ""; $0.jobName = "jobname"
        }
        add {
            $0.jobID = "name"; $0.jobName = "job"
        }
        add { $0.executionID = "exf" }
        add { $0.executionID = "exe\u{0}" }
        add { $0.status = .error }
        add { $0.executedAt.microseconds += 1 }
        add { $0.responseCode = nil }
        add { $0.responseCode = 0 }
        add { $0.responseTimeMS = 1246 }
        add { $0.responseBody = nil }
        add { $0.responseBody = "" }
        add { $0.responseBody = "0123456780" }
        add { $0.responseBody = "1123456789" }
        add { $0.responseBody = "01234567" }
        add { $0.responseBody = "0123456789é" }
        add { $0.responseBody = "0123456789e\u{301}" }
        add {
            $0.responseBody = $0.errorMessage; $0.errorMessage = "0123456789"
        }
        add { $0.errorMessage = nil }
        add { $0.errorMessage = "" }
        add {
            $0.responseBody = nil; $0.errorMessage = ""
        }
        add {
            $0.responseBody = ""; $0.errorMessage = nil
        }
        add { $0.retryAttempt = 2 }
        add { $0.nextRetryAt = nil }
        add { $0.nextRetryAt = Instant(microseconds: 0) }
        add { $0.isTest = true }
        #expect(Set(variants.map(ContentDigest.digest)).count == variants.count)
    }

    @Test func hasNoCollisionsAmongALotOfNeighbours() {
        var digests: Set<Int64> = []
        for attempt in 0..<100 {
            for milliseconds in 0..<1_000 {
                var execution = Self.execution
                execution.retryAttempt = Int32(attempt)
                execution.responseTimeMS = Int64(milliseconds)
                digests.insert(ContentDigest.digest(execution))
            }
        }
        #expect(digests.count == 100_000)
    }
}
