import BelfryCore
import BelfryStore
import Testing

@testable import BelfryServer

struct MetricsPageTests {
    /// Types and label names of every family of an exposition in which each has a series.
    private static func exported() async throws -> [String: String] {
        let metrics = BelfryMetrics(version: "test")
        metrics.prepare(integration: "slack", receiver: "ops")
        metrics.prepare(trigger: "processing")
        metrics.setConfiguration(hash: "aaaa")
        _ = metrics.ruleEvaluationFailures.with("JobFailed")
        _ = metrics.notificationsSuppressed.with("silenced")
        _ = metrics.secretLastUsed.with("6f0c1d00")
        let source = FakeMetricsSource {
            MetricsSnapshot(
                jobs: [.sample()],
                alerts: [.init(rule: "JobFailed", severity: "error", state: "firing", count: 1)],
                pending: [.init(receiver: "ops", count: 1, oldestAt: Instant(seconds: 1))],
                triggers: [.init(trigger: "processing", pending: 1, inDoubt: 0, oldestAt: Instant(seconds: 1))],
                missingPartitions: 0
            )
        }
        let renderer = MetricsRenderer(
            metrics: metrics,
            library: LibraryMetrics(metrics: metrics),
            source: source,
            logger: TestServer.logger()
        )
        let body = try await renderer.exposition(accept: nil, collect: []).body.bytes()
        var families: [String: String] = [:]
        var current = ""
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                current = String(words[2])
                families[current] = String(words[3])
            } else if !line.hasPrefix("#"), families[current]?.contains("{") == false,
                let brace = line.firstIndex(of: "{")
            {
                let names = line[brace...].matches(of: /([a-z_]+)="/).map { String($0.output.1) }.filter { $0 != "le" }
                if !names.isEmpty { families[current]? += " {\(names.joined(separator: ", "))}" }
            }
        }
        return families
    }

    @Test func thePageListsExactlyWhatIsExported() async throws {
        let documented = try MetricsPage.documented()
        let exported = try await Self.exported()
        #expect(exported.count > 40)
        for (name, family) in exported { #expect(documented[name] == family, "\(name)") }
        for name in documented.keys { #expect(exported[name] != nil, "\(name) is documented and not exported") }
    }
}
