import BelfryCore
import BelfryStore
import Foundation
import Testing

@testable import BelfryServer

struct JobExpositionTests {
    private static func text(_ format: ExpositionFormat, _ snapshot: MetricsSnapshot) -> String {
        var writer = ExpositionWriter(format: format)
        for part in JobExposition(snapshot).parts() { part(&writer) }
        return String(decoding: writer.finished(), as: UTF8.self)
    }

    private static let snapshot = MetricsSnapshot(
        jobs: [.sample()],
        alerts: [.init(rule: "JobFailed", severity: "error", state: "firing", count: 3)],
        pending: [
            .init(receiver: "ops", count: 2, oldestAt: Instant(seconds: 1_706_191_100)),
            .init(receiver: "quiet", count: 0, oldestAt: nil),
        ]
    )

    @Test func writesTheTextFormat() {
        let labels = #"cron_job_id="job-1",cron_job_name="Daily Sales Report""#
        let expected = """
            # HELP cron_job_info A job that sends webhooks; state is active or paused.
            # TYPE cron_job_info gauge
            cron_job_info{\(labels),schedule="0 2 * * *",timezone="Europe/Berlin",state="active"} 1
            # HELP cron_job_executions_total Attempts by the status that the webhook reported.
            # TYPE cron_job_executions_total counter
            cron_job_executions_total{\(labels),status="success"} 7
            cron_job_executions_total{\(labels),status="failure"} 2
            cron_job_executions_total{\(labels),status="error"} 0
            cron_job_executions_total{\(labels),status="timeout"} 1
            cron_job_executions_total{\(labels),status="other"} 0
            # HELP cron_job_runs_total Closed runs (an attempt with its retries) by outcome.
            # TYPE cron_job_runs_total counter
            cron_job_runs_total{\(labels),outcome="success"} 6
            cron_job_runs_total{\(labels),outcome="recovered"} 1
            cron_job_runs_total{\(labels),outcome="failed"} 1
            cron_job_runs_total{\(labels),outcome="incomplete"} 0
            # HELP cron_job_duration_seconds Response time of one attempt, whatever its status.
            # TYPE cron_job_duration_seconds histogram
            cron_job_duration_seconds_bucket{\(labels),le="0.1"} 3
            cron_job_duration_seconds_bucket{\(labels),le="0.25"} 7
            cron_job_duration_seconds_bucket{\(labels),le="0.5"} 7
            cron_job_duration_seconds_bucket{\(labels),le="1.0"} 7
            cron_job_duration_seconds_bucket{\(labels),le="2.5"} 9
            cron_job_duration_seconds_bucket{\(labels),le="5.0"} 9
            cron_job_duration_seconds_bucket{\(labels),le="10.0"} 9
            cron_job_duration_seconds_bucket{\(labels),le="30.0"} 10
            cron_job_duration_seconds_bucket{\(labels),le="60.0"} 10
            cron_job_duration_seconds_bucket{\(labels),le="120.0"} 10
            cron_job_duration_seconds_bucket{\(labels),le="300.0"} 10
            cron_job_duration_seconds_bucket{\(labels),le="+Inf"} 10
            cron_job_duration_seconds_sum{\(labels)} 33.25
            cron_job_duration_seconds_count{\(labels)} 10
            # HELP cron_job_last_execution_timestamp_seconds When the latest attempt ran; 0 before the first.
            # TYPE cron_job_last_execution_timestamp_seconds gauge
            cron_job_last_execution_timestamp_seconds{\(labels)} 1706191200.5
            # HELP cron_job_last_success_timestamp_seconds When the latest successful attempt ran; 0 before the first.
            # TYPE cron_job_last_success_timestamp_seconds gauge
            cron_job_last_success_timestamp_seconds{\(labels)} 0
            # HELP cron_job_next_expected_timestamp_seconds When the next run is expected; absent where that is unknown or the job is paused.
            # TYPE cron_job_next_expected_timestamp_seconds gauge
            cron_job_next_expected_timestamp_seconds{\(labels)} 1706277600
            # HELP cron_job_last_duration_seconds Response time of the latest attempt.
            # TYPE cron_job_last_duration_seconds gauge
            cron_job_last_duration_seconds{\(labels)} 1.245
            # HELP cron_job_consecutive_failures Failed attempts since the last successful one.
            # TYPE cron_job_consecutive_failures gauge
            cron_job_consecutive_failures{\(labels)} 2
            # HELP cron_job_consecutive_failed_runs Failed runs since the last one that did not fail.
            # TYPE cron_job_consecutive_failed_runs gauge
            cron_job_consecutive_failed_runs{\(labels)} 0
            # HELP cron_job_alerts Open alerts by rule and state; 0 for a loaded rule without one.
            # TYPE cron_job_alerts gauge
            cron_job_alerts{rule="JobFailed",severity="error",state="firing"} 3
            cron_job_alerts{rule="JobFailed",severity="error",state="pending"} 0
            # HELP belfry_notifications_pending Notifications decided and not yet delivered or given up.
            # TYPE belfry_notifications_pending gauge
            belfry_notifications_pending{receiver="ops"} 2
            belfry_notifications_pending{receiver="quiet"} 0
            # HELP belfry_notification_oldest_pending_timestamp_seconds When the oldest pending notification was decided; absent where none is.
            # TYPE belfry_notification_oldest_pending_timestamp_seconds gauge
            belfry_notification_oldest_pending_timestamp_seconds{receiver="ops"} 1706191100

            """
        #expect(Self.text(.text, Self.snapshot) == expected)
    }

    @Test func openMetricsNamesFamiliesWithoutSuffixesAndTellsUnits() {
        let lines = Self.text(.openMetrics, Self.snapshot).split(separator: "\n").map(String.init)
        #expect(
            lines[0...2] == [
                "# TYPE cron_job info",
                "# HELP cron_job A job that sends webhooks; state is active or paused.",
                #"cron_job_info{cron_job_id="job-1",cron_job_name="Daily Sales Report",schedule="0 2 * * *","#
                    + #"timezone="Europe/Berlin",state="active"} 1"#,
            ]
        )
        #expect(lines.contains("# TYPE cron_job_executions counter"))
        #expect(lines.contains("# TYPE cron_job_duration_seconds histogram"))
        #expect(lines.contains("# UNIT cron_job_duration_seconds seconds"))
        #expect(lines.last == "# EOF")
        #expect(lines.filter { $0.contains(#"le="5.0""#) }.count == 1)
    }

    @Test(arguments: ExpositionFormat.allCases)
    func hostileNamesStayInsideTheirLabel(_ format: ExpositionFormat) {
        let name = "a\"} 1\nevil_total{x=\"\\"
        let snapshot = MetricsSnapshot(jobs: [.sample(name: name)], alerts: [], pending: [])
        let text = Self.text(format, snapshot)
        #expect(text.contains(#"cron_job_name="a\"} 1\nevil_total{x=\"\\",status="success"} 7"#))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("evil_total") })
    }

    @Test(arguments: ExpositionFormat.allCases)
    func everyNameComesBackAsItWas(_ format: ExpositionFormat) throws {
        // 512 bytes, as long as a name may be, and of everything that could leave the label.
        let name = "\"\\n\n\\\"}{,=#é🕯\t\u{2028}\u{7}" + String(repeating: "x", count: 490)
        #expect(name.utf8.count == 512)
        let text = Self.text(format, MetricsSnapshot(jobs: [.sample(name: name)], alerts: [], pending: []))
        let samples = text.split(separator: "\n").filter { $0.hasPrefix("cron_job_last_duration_seconds{") }
        #expect(samples.count == 1)
        let line = try #require(samples.first)
        let start = try #require(line.range(of: "cron_job_name=\"")).upperBound
        let end = try #require(line.range(of: "\"} 1.245")).lowerBound
        var unescaped = ""
        var rest = line[start..<end]
        while let character = rest.popFirst() {
            guard character == "\\" else {
                unescaped.append(character)
                continue
            }
            let next = rest.popFirst()
            let escaped = try #require(next)
            unescaped.append(escaped == "n" ? "\n" : escaped)
        }
        #expect(Array(unescaped.utf8) == Array(name.utf8))
    }

    @Test func theBucketOfTheLatestAttemptNamesItInOpenMetricsAlone() {
        let line =
            #"cron_job_duration_seconds_bucket{cron_job_id="job-1",cron_job_name="Daily Sales Report",le="2.5"} 9"#
        let openMetrics = Self.text(.openMetrics, Self.snapshot)
        #expect(openMetrics.contains("\n\(line) # {execution_id=\"exe_10\"} 1.245 1706191200.5\n"))
        #expect(openMetrics.split(separator: "\n").filter { $0.contains(" # {") }.count == 1)
        #expect(Self.text(.text, Self.snapshot).contains("\n\(line)\n"))
    }

    @Test(arguments: [(116, 1), (117, 0)])
    func anIDTooLongForAnExemplarIsLeftOut(_ length: Int, exemplars: Int) {
        var job = JobSeries.sample()
        // Code points are counted, not bytes.
        job.lastExecutionID = String(repeating: "é", count: length)
        let text = Self.text(.openMetrics, MetricsSnapshot(jobs: [job], alerts: [], pending: []))
        #expect(text.split(separator: "\n").filter { $0.contains(" # {") }.count == exemplars)
    }

    @Test func anAttemptSlowerThanAllBoundsStandsInTheLastBucket() {
        var job = JobSeries.sample()
        job.lastDurationMS = 301_000
        let text = Self.text(.openMetrics, MetricsSnapshot(jobs: [job], alerts: [], pending: []))
        #expect(text.contains(#"le="+Inf"} 10 # {execution_id="exe_10"} 301 "#))
    }

    @Test func aPausedJobIsNotExpected() {
        var job = JobSeries.sample()
        job.state = "paused"
        let text = Self.text(.text, MetricsSnapshot(jobs: [job], alerts: [], pending: []))
        #expect(!text.contains("cron_job_next_expected"))
        #expect(text.contains(#"state="paused""#))
    }

    @Test func emptySnapshotsHaveNoFamilies() {
        #expect(Self.text(.text, MetricsSnapshot(jobs: [], alerts: [], pending: [])).isEmpty)
        #expect(Self.text(.openMetrics, MetricsSnapshot(jobs: [], alerts: [], pending: [])) == "# EOF\n")
    }

    @Test func aJobWithoutAnExpectedTimeHasNoSuchSeries() {
        var job = JobSeries.sample()
        job.nextExpectedAt = nil
        let text = Self.text(.text, MetricsSnapshot(jobs: [job], alerts: [], pending: []))
        #expect(!text.contains("cron_job_next_expected"))
        #expect(text.contains("cron_job_last_success_timestamp_seconds"))
    }

    @Test(arguments: [1, 127, 128, 129, 300])
    func everyJobIsInEveryFamilyOnceAndInOrder(_ count: Int) {
        let ids = (0..<count).map { "job-\(1_000 + $0)" }
        let jobs = ids.map { JobSeries.sample(id: $0) }
        let lines = Self.text(.text, MetricsSnapshot(jobs: jobs, alerts: [], pending: [])).split(separator: "\n")
        for family in ["cron_job_info", "cron_job_duration_seconds_count", "cron_job_consecutive_failed_runs"] {
            let found = lines.filter { $0.hasPrefix("\(family){") }
                .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
            #expect(found == ids)
        }
        #expect(lines.count == Set(lines).count)
    }

    @Test func tooManyJobsAreLeftOutAndCounted() {
        let jobs = (0..<(JobExposition.maximumJobs + 3)).map { JobSeries.sample(id: "\($0)") }
        #expect(JobExposition(MetricsSnapshot(jobs: jobs, alerts: [], pending: [])).droppedJobs == 3)
        let text = Self.text(.text, MetricsSnapshot(jobs: jobs, alerts: [], pending: []))
        let shown = text.split(separator: "\n").filter { $0.hasPrefix("cron_job_info{") }
        #expect(shown.count == JobExposition.maximumJobs)
    }
}
