import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct MatrixMessageTests {
    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight(),
        element: String = ""
    ) throws -> MatrixPayload {
        let (configurations, problems) = ReceiverFixture.read(
            "matrix_configs: [{homeserver: 'https://m.example', access_token: t, room_id: '!r:m.example'\(element)}]"
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? MatrixConfiguration)
        return MatrixNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content(name)))), isGolden: "\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinMatrixsLimits(name: String) throws {
        let payload = try payload(content(name))
        #expect(JSONBody.bytes(payload).count <= MatrixLimits.content)
        #expect(!payload.body.isEmpty && !payload.formattedBody.isEmpty)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let payload = try payload(content(name))
        JSONStrings.expectNoControls(in: [payload.body, payload.formattedBody])
        let tags = [
            "p>", "/p>", "ul>", "/ul>", "li>", "/li>", "strong>", "/strong>", "code>", "/code>", "pre>", "/pre>", "/a>",
            "/font>", "font data-mx-color=\"#", "a href=\"https://belfry.example/", "a href=\"https://wiki.example/",
            "a href=\"https://grafana.example/", "!here>",
        ]
        for tail in payload.formattedBody.split(separator: "<").dropFirst() {
            #expect(tags.contains { tail.hasPrefix($0) }, "<\(tail.prefix(40))")
        }
        #expect(payload.mentions.room == nil)
    }

    @Test func closesEveryTagItOpens() throws {
        for (name, content) in NotifyCases.all {
            let html = try payload(content).formattedBody
            for tag in ["p", "ul", "li", "strong", "pre", "code"] {
                let opened = html.components(separatedBy: "<\(tag)>").count
                #expect(opened == html.components(separatedBy: "</\(tag)>").count, "\(tag) in \(name)")
            }
        }
    }

    @Test func callsTheRoomOnlyWhereTheOperatorDoes() throws {
        var alert = AlertFacts.saying("@room ")
        let quiet = try payload(.of([alert]))
        #expect(quiet.mentions.room == nil && !quiet.body.holds("@room"))
        #expect(String(decoding: JSONBody.bytes(quiet), as: UTF8.self).contains("\"m.mentions\":{}"))
        alert.annotations["summary"] = RenderedText([.markup("@room look")])
        let loud = try payload(.of([alert]))
        #expect(loud.mentions.room == true && loud.body.holds("@room look"))
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        let without = try payload(.of([.missed]), .atNight(externalURL: nil))
        #expect(!without.formattedBody.contains("href") && !without.body.contains("https://"))
        let with = try payload(.of([.missed]))
        #expect(with.formattedBody.contains("<a href=\"https://belfry.example/alerts/1/silence\">Silence</a>"))
        #expect(with.body.contains("Silence: https://belfry.example/alerts/1/silence"))
    }

    @Test func saysHowLongItLastedAndHowManyRunsFailed() throws {
        let payload = try payload(.of([.recovered()], reason: .resolved))
        #expect(payload.body.contains("Recovered, lasted 10 min, 1 run failed."))
        #expect(payload.formattedBody.contains("<p>Recovered, lasted 10 min, 1 run failed.</p>"))
    }

    @Test func marksATest() throws {
        #expect(try payload(content("test-execution")).body.hasPrefix("TEST ERROR Daily Sales Report failed"))
    }

    @Test func countsWhatAListHasNoRoomFor() throws {
        let payload = try payload(content("group-of-50"))
        #expect((1...50).allSatisfy { payload.body.contains("Job number \($0) ") })
        #expect(payload.body.contains("…and 13 more") && payload.formattedBody.contains("…and 13 more"))
    }

    @Test func usesTheOperatorsTitleAndText() throws {
        let element = ", title: '{{alertname}}!', text: '<b>{{cron_job_name}}</b>'"
        let payload = try payload(.of([.failed(1, name: "A<i>b")]), element: element)
        #expect(payload.formattedBody.contains("<p><b>A&lt;i&gt;b</b></p>"))
        #expect(payload.body.hasPrefix("JobFailed!\nA<i>b\n"))
    }
}
