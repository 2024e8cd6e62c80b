import Testing

@testable import BelfryServer

@Suite struct MatrixConfigurationTests {
    @Test func readsItsKeys() throws {
        let (configurations, problems) = ReceiverFixture.read(
            "matrix_configs: [{homeserver: 'https://m.example/', access_token_file: t, room_id: '!r:m.example'}]",
            files: ["t": "hush\n"]
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? MatrixConfiguration)
        #expect(configuration.homeserver.text == "https://m.example")
        #expect(configuration.accessToken.text == "hush")
        #expect(configuration.makeNotifier(http: NoHTTP()).redactedTarget == "m.example !r:m.example")
    }

    @Test(arguments: [
        ("{access_token: hush, room_id: '!r:m'}", "\"homeserver\" is missing"),
        ("{homeserver: 'https://m.example', room_id: '!r:m'}", "needs \"access_token\" or \"access_token_file\""),
        ("{homeserver: 'https://m.example', access_token: hush}", "\"room_id\" is missing"),
        ("{homeserver: 'https://m.example', access_token: hush, room_id: '#ops:m.example'}", "not an alias"),
        ("{homeserver: 'https://m.example', access_token: hush, room_id: ops}", "must be a room's id"),
        (
            "{homeserver: 'https://m.example', access_token: hush, access_token_file: t, room_id: '!r:m'}",
            "exclude each"
        ),
        ("{homeserver: 'https://m.example', token: hush, room_id: '!r:m'}", "unknown key \"token\""),
        ("{homeserver: m.example, access_token: hush, room_id: '!r:m'}", "is not an absolute URL"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\nmatrix_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
