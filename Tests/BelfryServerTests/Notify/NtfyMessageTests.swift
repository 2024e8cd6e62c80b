import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct NtfyMessageTests {
    private func configuration() throws -> NtfyConfiguration {
        let topic = try #require(NtfyTopic("belfry-ops"))
        return NtfyConfiguration(url: try TargetURL("https://ntfy.example"), topic: topic)
    }

    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> NtfyPayload {
        NtfyNotifier(try configuration(), http: NoHTTP()).payload(content, context)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content))), isGolden: "ntfy-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsToNtfysLimits(name: String) throws {
        let limits = [
            PublishedLimit("topic", .bytes, 1...64),
            PublishedLimit("title", .bytes, 1...250),
            PublishedLimit("message", .bytes, 1...4_096),
            PublishedLimit("priority", .value, 1...5),
            PublishedLimit("tags", .elements, 1...5),
            PublishedLimit("actions", .elements, 1...3),
            PublishedLimit("actions[].label", .bytes, 1...40),
        ]
        #expect(try limits.violations(inGolden: "ntfy-\(name).json") == [])
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        #expect(try JSONBody.bytes(payload(content)).count <= 8_192)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func makesNoLinkOfATextFromOutside(name: String) throws {
        let json = try Golden.object("ntfy-\(name).json")
        let hosts = ["https://belfry.example/", "https://wiki.example/", "https://grafana.example/"]
        for text in [json["title"], json["message"]].map({ $0 as? String ?? "" }) {
            for range in text.ranges(of: "://") {
                let line = text[..<range.lowerBound].split(separator: " ").last ?? ""
                let rest = text[range.lowerBound...]
                #expect(hosts.contains { "\(line)\(rest)".hasPrefix($0) }, "\(line)\(rest)")
            }
            #expect(!text.unicodeScalars.contains { [0, 0x1B, 0x202E, 0x2028, 0xFEFF].contains($0.value) })
        }
        for url in (json["actions"] as? [[String: String]] ?? []).compactMap({ $0["url"] }) {
            #expect(hosts.contains { url.hasPrefix($0) })
        }
    }

    @Test(arguments: [
        (Severity.critical, 5), (.error, 4), (.warning, 3), (.info, 2),
    ])
    func wakesPeopleBySeverity(severity: Severity, priority: Int) throws {
        var alert = AlertFacts.failed()
        alert.severity = severity
        #expect(try payload(.of([alert])).priority == priority)
        #expect(try payload(.of([.recovered()], reason: .resolved)).priority == 2)
    }

    @Test func opensTheJobAndOffersWhatHelps() throws {
        let payload = try payload(.of([.failed()]))
        #expect(payload.click == "https://belfry.example/jobs/cron_1")
        #expect(payload.actions?.map(\.label) == ["Acknowledge", "Silence", "Runbook"])
        #expect(payload.message.contains("Dashboard: https://grafana.example/d/jobs?job=cron_1"))
        let without = try self.payload(.of([.missed]), .atNight(externalURL: nil))
        #expect(without.click == nil && without.actions == nil)
    }

    @Test func namesEveryJobOfADigest() throws {
        let alerts = (1...50).map { AlertFacts.failed(Int64($0), name: "Job number \($0) of many") }
        let message = try payload(.of(alerts, reason: .digest)).message
        #expect((1...50).allSatisfy { message.contains("Job number \($0) of many") })
    }

    @Test func saysHowLongItLasted() throws {
        let payload = try payload(.of([.recovered()], reason: .resolved))
        #expect(payload.message.hasPrefix("Recovered, lasted 10 min, 1 run failed.\n"))
        #expect(payload.tags == ["white_check_mark"])
    }

    @Test func marksTests() throws {
        let content = try #require(NotifyCases.all.first { $0.name == "test-execution" }).content
        #expect(try payload(content).title.hasPrefix("TEST "))
    }

    @Test func showsNeitherTopicNorToken() throws {
        let configuration = try configuration()
        let shown = NtfyNotifier(configuration, http: NoHTTP()).redactedTarget
        #expect(shown.hasPrefix("ntfy.example/#") && !shown.contains("belfry"))
        let token = try #require(NtfyToken("tk_hush"))
        #expect(!"\(token)\(String(reflecting: token))\(configuration.topic)".contains("hush"))
        #expect(!"\(configuration)".contains("belfry-ops"))
    }
}
