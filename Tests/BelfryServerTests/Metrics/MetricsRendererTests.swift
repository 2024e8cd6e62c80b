import BelfryCore
import BelfryStore
import Testing

@testable import BelfryServer

struct MetricsRendererTests {
    private let metrics = BelfryMetrics(version: "0.1.0")

    private func renderer(_ source: FakeMetricsSource) -> MetricsRenderer {
        MetricsRenderer(
            metrics: metrics,
            library: LibraryMetrics(metrics: metrics),
            source: source,
            logger: TestServer.logger()
        )
    }

    private func text(_ source: FakeMetricsSource, accept: String? = nil, collect: [String] = []) async throws -> String
    {
        let exposition = try await renderer(source).exposition(accept: accept, collect: collect)
        return String(decoding: try await exposition.body.bytes(), as: UTF8.self)
    }

    private static let source = FakeMetricsSource {
        MetricsSnapshot(
            jobs: [.sample(), .sample(id: "job-2", name: "a \"hostile\"\\ name\nwith a line")],
            alerts: [.init(rule: "JobFailed", severity: "error", state: "firing", count: 1)],
            pending: [.init(receiver: "ops", count: 1, oldestAt: Instant(seconds: 1_706_191_100))],
            triggers: [
                .init(trigger: "processing", pending: 1, inDoubt: 2, oldestAt: Instant(seconds: 1_706_191_100))
            ]
        )
    }

    @Test func aDatabaseThatDoesNotAnswerCostsItsFamiliesAlone() async throws {
        let text = try await text(FakeMetricsSource { throw CancellationError() })
        #expect(text.contains("\nbelfry_database_up 0\n"))
        #expect(text.contains(#"belfry_scrape_collector_success{collector="jobs"} 0"#))
        #expect(text.contains(#"belfry_scrape_collector_success{collector="self"} 1"#))
        #expect(!text.contains("cron_job"))
        #expect(text.contains(#"belfry_webhook_requests_total{result="accepted"} 0"#))
    }

    @Test func everyResultExistsFromTheStart() async throws {
        let text = try await text(Self.source)
        for result in WebhookResult.allCases {
            #expect(text.contains(#"belfry_webhook_requests_total{result="\#(result.rawValue)"} 0"#))
        }
        #expect(text.contains(#"belfry_build_info{version="0.1.0"} 1"#))
        #expect(text.contains("\nbelfry_database_up 1\n"))
        #expect(text.contains("process_resident_memory_bytes "))
        #expect(text.contains("process_cpu_seconds_total "))
    }

    @Test func collectSelfDoesNotAskTheDatabase() async throws {
        let source = FakeMetricsSource()
        _ = try await text(source, collect: ["self"])
        #expect(source.reads == 0)
        _ = try await text(source, collect: ["jobs", "self"])
        #expect(source.reads == 1)
    }

    @Test func anUnknownCollectorIsAnError() async throws {
        await #expect(throws: UnknownCollector.self) { try await text(Self.source, collect: ["jobs", "cpu"]) }
    }

    @Test func gzipIsTheSameTextAndSmaller() async throws {
        let plain = try await renderer(Self.source).exposition(accept: nil, collect: ["jobs"])
        let coded = try await renderer(Self.source).exposition(accept: nil, acceptEncoding: "gzip", collect: ["jobs"])
        #expect(plain.contentEncoding == nil)
        #expect(coded.contentEncoding == "gzip")
        #expect(coded.contentType == plain.contentType)
        #expect(try await coded.body.bytes().count < plain.body.bytes().count / 4)
    }

    @Test func aChannelBeginsWithEveryReasonAtZero() async throws {
        metrics.prepare(integration: "slack", receiver: "ops")
        let text = try await text(Self.source)
        #expect(text.contains(#"belfry_notifications_total{integration="slack",receiver="ops"} 0"#))
        for reason in DeliveryFailure.allCases {
            let labels = #"integration="slack",receiver="ops",reason="\#(reason.rawValue)""#
            #expect(text.contains("belfry_notifications_failed_total{\(labels)} 0\n"))
        }
    }

    @Test func missingPartitionsAreShown() async throws {
        let source = FakeMetricsSource {
            MetricsSnapshot(jobs: [], alerts: [], pending: [], missingPartitions: 2)
        }
        #expect(try await text(source).contains("belfry_partitions{state=\"missing\"} 2\n"))
    }

    @Test func theConfigurationHasOneHash() async throws {
        metrics.setConfiguration(hash: "aaaa")
        metrics.setConfiguration(hash: "bbbb")
        let text = try await text(Self.source)
        #expect(text.contains(#"belfry_config_info{hash="bbbb"} 1"#))
        #expect(!text.contains("aaaa"))
    }

    @Test(arguments: ["text/plain", "application/openmetrics-text"])
    func noFamilyAndNoSeriesStandsTwice(_ accept: String) async throws {
        let lines = try await text(Self.source, accept: accept).split(separator: "\n").map(String.init)
        let types = lines.filter { $0.hasPrefix("# TYPE ") }
        #expect(Set(types).count == types.count)
        let series = lines.filter { !$0.hasPrefix("#") }.compactMap { $0.split(separator: "} ").first }
        #expect(Set(series).count == series.count)
        #expect(!lines.contains(""))
    }

    @Test func promtoolFindsNothing() async throws {
        guard let promtool = Promtool() else { return }
        metrics.notifications.with("slack", "ops").increment()
        metrics.notificationsFailed.with("slack", "ops", "rejected").increment()
        metrics.ruleEvaluationFailures.with("JobFailed").increment()
        metrics.notificationsSuppressed.with("silenced").increment()
        metrics.secretLastUsed.with("6f0c1d00").set(Instant(seconds: 1))
        metrics.prepare(trigger: "processing")
        metrics.triggerLatency.observe(0.2)
        metrics.setConfiguration(hash: "aaaa")
        let text = try await text(Self.source)
        let (status, complaints) = try promtool.run(["check", "metrics"], input: text)
        #expect(status == 0, "\(complaints)")
    }
}
