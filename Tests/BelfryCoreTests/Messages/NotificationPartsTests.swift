import Testing

@testable import BelfryCore

@Suite struct NotificationPartsTests {
    private static func alert(_ number: Int64, _ state: AlertState = .firing, error: String? = nil) -> AlertEpisode {
        let now = Instant(seconds: 1_790_000_000)
        return AlertEpisode(
            alertID: number,
            jobID: "job-\(number)",
            fingerprint: UInt64(number),
            alertname: "JobFailed",
            severity: .error,
            state: state,
            labels: [:],
            annotations: [:],
            matches: 1,
            activeSince: now,
            resolvedAt: state == .resolved ? now : nil,
            runID: nil,
            failedRuns: 1,
            execution: ExecutionFacts(
                executionID: "e\(number)",
                status: "failure",
                executedAt: now,
                responseTimeMS: 1,
                errorFingerprint: error,
                retryAttempt: 0
            ),
            job: JobFacts(jobID: "job-\(number)", name: "Job", firstSeenAt: now)
        )
    }

    private static func parts(
        _ alerts: [AlertEpisode],
        _ background: AlertBackground = AlertBackground()
    ) -> [NotificationContent] {
        NotificationContent.parts(
            receiver: "ops",
            groupKey: "g",
            groupLabels: [:],
            reason: .firing,
            alerts: alerts,
            at: Instant(seconds: 1_790_000_000),
            background: background
        )
    }

    @Test(arguments: [
        (0, [0], 0), (1, [1], 0), (500, [500], 0), (501, [500, 1], 1), (1_201, [500, 500, 201], 701),
    ])
    func leaveNoAlertOut(count: Int, sizes: [Int], counted: Int) {
        let parts = Self.parts((0..<count).map { Self.alert(Int64($0)) })
        #expect(parts.map(\.alerts.count) == sizes)
        #expect(Set(parts.flatMap(\.alerts).map(\.alertID)).count == count)
        // Only the first counts the others, and only the first is for chats.
        #expect(parts[0].truncatedAlerts == counted && parts[0].isContinuation == nil)
        #expect(parts.dropFirst().allSatisfy { $0.truncatedAlerts == 0 && $0.isContinuation == true })
    }

    @Test func beginWithWhatFires() {
        let alerts = [Self.alert(1, .resolved), Self.alert(2)]
        #expect(Self.parts(alerts)[0].alerts.map(\.alertID) == [2, 1])
    }

    @Test func sayWhatIsKnownAroundAnAlert() throws {
        let strip = try #require(RunStrip(latenciesMS: [1, nil]))
        let background = AlertBackground(
            lastRuns: ["job-1": strip],
            failingJobs: ["boom": 8, "alone": 1],
            acknowledgedBy: [1: "ana", 4: "bob"]
        )
        let alerts = [
            Self.alert(1, error: "boom"), Self.alert(2, error: "alone"), Self.alert(3),
            Self.alert(4, .resolved, error: "boom"),
        ]
        let facts = Self.parts(alerts, background)[0].alerts
        #expect(facts.map(\.lastRuns) == [strip, nil, nil, nil])
        #expect(facts.map(\.othersWithSameError) == [7, nil, nil, nil])
        #expect(facts.map(\.acknowledgedBy) == ["ana", nil, nil, nil])
    }
}
