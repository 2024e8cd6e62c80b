import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct AlertmanagerConfigurationTests {
    @Test func readsItsKeys() throws {
        let (configurations, problems) = ReceiverFixture.read(
            """
            alertmanager_configs:
              - urls: [https://a.example, https://b.example/am/]
                authorization: {credentials_file: token}
                resolve_timeout: 2d
              - urls: https://c.example
                authorization: {type: Token, credentials: t}
            """,
            files: ["token": "hush\n"]
        )
        #expect(problems.isEmpty)
        let read = configurations.compactMap { $0 as? AlertmanagerConfiguration }
        #expect(
            read.map { $0.urls.map(\.text) } == [
                ["https://a.example/api/v2/alerts", "https://b.example/am/api/v2/alerts"],
                ["https://c.example/api/v2/alerts"],
            ]
        )
        #expect(read.map { $0.authorization?.text } == ["Bearer hush", "Token t"])
        #expect(read.map(\.resolveTimeout) == [.days(2), .days(1)])
    }

    @Test(arguments: [
        ("{}", "\"urls\" is missing"),
        ("{urls: []}", "needs at least one address"),
        ("{urls: [am]}", "is not an absolute URL"),
        ("{urls: ['http://am.example']}", "outbound.allow_http"),
        ("{urls: ['https://u:hush@am.example']}", "must not contain a user or password"),
        ("{url: 'https://am.example'}", "did you mean \"urls\"?"),
        ("{urls: ['https://am.example'], basic_auth: {username: u}}", "needs \"password\" or \"password_file\""),
        ("{urls: ['https://am.example'], basic_auth: {password: hush}}", "\"username\" is missing"),
        ("{urls: ['https://am.example'], authorization: {}}", "needs \"credentials\" or \"credentials_file\""),
        (
            "{urls: ['https://am.example'], basic_auth: {username: u, password: hush}, authorization: {credentials: hush}}",
            "exclude each other"
        ),
        ("{urls: ['https://am.example'], resolve_timeout: soon}", "is not a duration"),
        ("{urls: ['https://am.example'], resolve_timeout: 5s}", "must be from"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\nalertmanager_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
