import BelfryCore
import BelfryTestSupport
import NIOCore
import Testing

@testable import BelfryServer

/// What `belfry check` says of targets: by their names and addresses alone.
struct TargetCheckTests {
    /// A resolver of a few names.
    private struct Names: NameResolver {
        struct Unknown: Error, CustomStringConvertible { let description = "the name was not resolved" }

        func addresses(of host: String, before deadline: NIODeadline) async throws -> [IPAddress] {
            if let literal = IPAddress(host) { return [literal] }
            switch host {
            case "hooks.slack.com", "public.example": return [IPAddress("1.2.3.4")].compactMap(\.self)
            case "inner.example": return [IPAddress("10.0.0.7")].compactMap(\.self)
            case "both.example": return [IPAddress("10.0.0.7"), IPAddress("1.2.3.4")].compactMap(\.self)
            default: throw Unknown()
            }
        }
    }

    private static func problems(_ yaml: String) async throws -> [String] {
        let (read, problems) = ConfigurationFixture.read(yaml)
        let configuration = try #require(read, "\(problems)")
        let client = GuardedHTTPClient(
            addressGuard: AddressGuard(allowedNetworks: configuration.outbound.allowedNetworks),
            allowsHTTP: configuration.outbound.allowsHTTP,
            resolver: Names(),
            proxy: configuration.outbound.proxy
        )
        let found = await TargetCheck(client: client).problems(in: configuration)
        await client.shutdown()
        return found.map(\.description).sorted()
    }

    @Test func aTargetThatTheGuardRefusesIsAnError() async throws {
        let yaml = """
            receivers:
              - name: ops
                slack_configs: [{api_url: "https://hooks.slack.com/services/T/B/x"}]
                webhook_configs: [{url: "https://inner.example/in"}, {url: "https://both.example/in"}]
                alertmanager_configs: [{urls: ["https://127.0.0.1:9093", "https://public.example"]}]
            route: {receiver: ops}
            triggers: [{name: next, after: Sync, http: {url: "https://[::1]/start"}}]
            """
        #expect(
            try await Self.problems(yaml) == [
                "belfry.yaml: error: receiver \"ops\", alertmanager: 127.0.0.1 is 127.0.0.1, which is not public: list it in "
                    + "outbound.allow_networks to allow it",
                "belfry.yaml: error: receiver \"ops\", webhook: inner.example is 10.0.0.7, which is not public: list it in "
                    + "outbound.allow_networks to allow it",
                "belfry.yaml: error: trigger \"next\": ::1 is ::1, which is not public: list it in outbound.allow_networks to "
                    + "allow it",
            ]
        )
        let allowed = try await Self.problems(yaml + "\noutbound: {allow_networks: [10.0.0.0/8, 127.0.0.1, \"::1\"]}")
        #expect(allowed == [])
    }

    @Test func aNameThatIsNotKnownIsAWarning() async throws {
        #expect(
            try await Self.problems(
                """
                receivers: [{name: ops, webhook_configs: [{url: "https://unknown.example/in"}]}]
                route: {receiver: ops}
                heartbeat: {url: "https://hc.example/ping"}
                """
            ) == [
                "belfry.yaml: warning: heartbeat: hc.example: the name was not resolved; until then nothing can be sent there",
                "belfry.yaml: warning: receiver \"ops\", webhook: unknown.example: the name was not resolved; until then nothing "
                    + "can be sent there",
            ]
        )
    }

    @Test func throughAProxyOnlyWhatItMayNotReachIsRefused() async throws {
        #expect(
            try await Self.problems(
                """
                outbound: {proxy_url: "http://public.example:3128"}
                receivers:
                  - name: ops
                    webhook_configs: [{url: "https://unknown.example/in"}, {url: "https://10.0.0.7/in"}]
                route: {receiver: ops}
                """
            ) == [
                "belfry.yaml: error: receiver \"ops\", webhook: 10.0.0.7 is 10.0.0.7, which is not public: list it in "
                    + "outbound.allow_networks to allow it"
            ]
        )
    }

    @Test func nothingIsSentToThem() async throws {
        let sink = try await ChatSink.start()
        let (read, _) = ConfigurationFixture.read(
            """
            outbound: {allow_networks: [127.0.0.1], allow_http: true}
            receivers: [{name: ops, slack_configs: [{api_url: "\(sink.url)"}]}]
            route: {receiver: ops}
            """
        )
        #expect(await TargetCheck.problems(in: try #require(read)).isEmpty)
        #expect(sink.acceptedConnections == 0)
        await sink.stop()
    }
}
