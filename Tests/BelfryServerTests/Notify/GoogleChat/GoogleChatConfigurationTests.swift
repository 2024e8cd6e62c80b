import Testing

@testable import BelfryServer

@Suite struct GoogleChatConfigurationTests {
    @Test func asksForThreadsInTheAddress() throws {
        let (configurations, problems) = ReceiverFixture.read(
            """
            googlechat_configs:
              - {url: "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t"}
              - {url: "https://chat.googleapis.com/v1/spaces/B/messages?key=k&token=t", threads: false}
              - {url: "https://chat.googleapis.com/v1/spaces/C/messages?key=k&messageReplyOption=REPLY_MESSAGE_OR_FAIL"}
            """
        )
        #expect(problems.isEmpty)
        let urls = configurations.compactMap { ($0 as? GoogleChatConfiguration)?.url.text }
        #expect(
            urls == [
                "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t"
                    + "&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD",
                "https://chat.googleapis.com/v1/spaces/B/messages?key=k&token=t",
                "https://chat.googleapis.com/v1/spaces/C/messages?key=k&messageReplyOption=REPLY_MESSAGE_OR_FAIL",
            ]
        )
    }

    @Test(arguments: [
        ("{}", "needs \"url\" or \"url_file\""),
        ("{url: 'https://h.example/hush', url_file: x}", "exclude each other"),
        ("{url: 'https://h.example/hush', thread: true}", "did you mean \"threads\"?"),
        ("{url: 'https://h.example/hush', threads: maybe}", "must be true or false"),
        ("{url: 'hush'}", "is not an absolute URL"),
        ("{url: 'https://u:hush@h.example/x'}", "must not contain a user or password"),
        ("{url_file: nowhere}", "nowhere cannot be read"),
        ("{url: 'https://h.example/x', title: '{{x}}'}", "unknown name"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\ngooglechat_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
