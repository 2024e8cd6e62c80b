import Testing

@testable import BelfryServer

@Suite struct ZulipConfigurationTests {
    @Test func readsItsKeys() throws {
        let (configurations, problems) = ReceiverFixture.read(
            "zulip_configs: [{site: 'https://z.example/', email: bot@z.example, api_key_file: key, stream: ops}]",
            files: ["key": "hush\n"]
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? ZulipConfiguration)
        #expect(configuration.url.text == "https://z.example/api/v1/messages")
        #expect(configuration.apiKey.text == "hush")
    }

    @Test(arguments: [
        ("{email: e, api_key: hush, stream: s}", "\"site\" is missing"),
        ("{site: 'https://z.example', api_key: hush, stream: s}", "\"email\" is missing"),
        ("{site: 'https://z.example', email: e, stream: s}", "needs \"api_key\" or \"api_key_file\""),
        ("{site: 'https://z.example', email: e, api_key: hush}", "\"stream\" is missing"),
        ("{site: 'https://z.example', email: e, api_key: hush, stream: ' '}", "must not be empty"),
        ("{site: 'https://z.example', email: e, api_key: hush, api_key_file: x, stream: s}", "exclude each other"),
        ("{site: 'https://z.example', email: e, api_key: hush, steam: s}", "did you mean \"stream\"?"),
        ("{site: z.example, email: e, api_key: hush, stream: s}", "is not an absolute URL"),
        ("{site: 'https://z.example', email: e, api_key: hush, stream: s, topic: '{{job}}'}", "unknown name"),
        ("{site: 'https://z.example', email: e, api_key_file: empty, stream: s}", "empty is empty"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\nzulip_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
