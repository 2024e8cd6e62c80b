import BelfryCore
import Testing

@testable import BelfryServer

/// Paths are compared byte by byte: what only resembles a public one is not one.
struct PathTrickTests {
    @Test(arguments: [
        "//webhooks/cron", "/webhooks//cron", "/webhooks/cron/", "/webhooks/cron%20", "/webhooks/../webhooks/cron",
        "/./webhooks/cron", "/Webhooks/cron", "/webhooks%2fcron", "/webhooks/%63ron", "/webhooks/cron;x",
        "/webhooks/cron#x",
        "/webhooks/cron%00", "/webhooks\\cron",
    ])
    func whatIsNotAWebhookPathTakesNone(_ path: String) async throws {
        let committer = FakeCommitter()
        let response = try await TestServer.with(committer) { server async throws in
            try await server.exchange(WebhookSamples.request(path: path))
        }
        #expect(response.status == 404)
        #expect(committer.batches.isEmpty)
    }

    @Test(arguments: [
        "/metrics", "//metrics", "/metrics/", "/./metrics", "/METRICS", "/%6detrics", "/metrics%2f", "/metrics;x",
        "/webhooks/../metrics", "/webhooks/cron/../../metrics", "/webhooks/%2e%2e/metrics", "/-/healthy/../../metrics",
        "/-/ready/..%2f..%2fmetrics", "/metrics%00", "/metrics?x=/-/healthy", "/-/healthy/", "//-/healthy", "/-/reload",
    ])
    func noPathLeadsAroundTheToken(_ path: String) async throws {
        let access = TokenAccess(token: Secret("0123456789abcdef"), trustsLoopback: true, hint: "ask")
        for scope in [HTTPListener.Scope.everything, .webhooks] {
            var options = TestServer.Options(listener: HTTPListener(port: 0, scope: scope))
            options.access = access
            let response = try await TestServer.with(FakeCommitter(), options) { server async throws in
                try await server.get(path)
            }
            #expect(!response.body.contains("belfry_build_info"))
            if scope == .webhooks {
                #expect(response.status == 404)
            } else if !path.contains("/-/healthy") || path.contains("..") {
                #expect([401, 404, 405].contains(response.status))
            }
        }
    }

    @Test(arguments: ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
    func otherMethodsDoNothing(_ method: String) async throws {
        let access = TokenAccess(token: Secret("0123456789abcdef"), trustsLoopback: false, hint: "ask")
        var options = TestServer.Options()
        options.access = access
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            for path in ["/", "/metrics", "/-/healthy"] {
                let head = "\(method) \(path) HTTP/1.1\r\nHost: belfry\r\nX-HTTP-Method-Override: GET\r\n\r\n"
                let status = try await server.exchange(head).status
                #expect([400, 404, 405].contains(status))
            }
        }
    }
}
