import BelfryStore
import Testing

@testable import BelfryServer

struct RouteTests {
    @Test func healthAnswers() async throws {
        try await TestServer.with { server async throws in
            let health = try await server.get("/-/healthy")
            #expect(health.status == 200)
            #expect(health.body == "ok\n")
            #expect(health.headers["x-content-type-options"] == "nosniff")
        }
    }

    @Test func readinessTellsItsReasonsAndMoreOnlyToWhoMayKnow() async throws {
        let secret = "connection to server at \"db.internal\" failed for user \"belfry\""
        var options = TestServer.Options()
        options.readiness = { [Unreadiness("the database does not answer", detail: secret), Unreadiness("stopping")] }
        options.access = TokenAccess(token: Secret("0123456789abcdef"), trustsLoopback: false, hint: "ask")
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            for field in ["", "Authorization: Bearer wrong\r\n"] {
                let response = try await server.get("/-/ready", headers: field)
                #expect(response.status == 503)
                #expect(response.body.contains("\"the database does not answer; stopping\""))
                #expect(!response.body.contains("db.internal"))
            }
            let told = try await server.get("/-/ready", headers: "Authorization: Bearer 0123456789abcdef\r\n")
            #expect(told.status == 503)
            #expect(told.body.contains("db.internal"))
        }
        let ready = try await TestServer.with { try await $0.get("/-/ready") }
        #expect(ready.status == 200)
    }

    @Test func unknownPathsAndMethodsAreProblemDetails() async throws {
        try await TestServer.with { server async throws in
            let missing = try await server.get("/nothing")
            #expect(missing.status == 404)
            #expect(missing.headers["content-type"] == "application/problem+json")
            let method = try await server.exchange("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(method.status == 405)
            #expect(method.headers["allow"] == "GET")
        }
    }

    @Test(arguments: [("/metrics", 401), ("/api/v1/secrets", 401), ("/-/healthy", 200), ("/-/ready", 200)])
    func accessGuardsWhatIsNotPublic(_ path: String, status: Int) async throws {
        var options = TestServer.Options()
        options.access = ClosedAccess()
        let response = try await TestServer.with(FakeCommitter(), options) { try await $0.get(path) }
        #expect(response.status == status)
        if status == 401 {
            #expect(response.headers["www-authenticate"] == #"Basic realm="belfry""#)
        }
    }

    @Test func webhooksNeedNoAccess() async throws {
        var options = TestServer.Options()
        options.access = ClosedAccess()
        let response = try await TestServer.with(FakeCommitter(), options) {
            try await $0.exchange(WebhookSamples.request())
        }
        #expect(response.status == 200)
    }

    @Test(arguments: ["/", "/metrics", "/-/healthy", "/-/ready"])
    func theWebhookListenerHasNothingElse(_ path: String) async throws {
        let options = TestServer.Options(listener: HTTPListener(port: 0, scope: .webhooks))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            #expect(try await server.get(path).status == 404)
            #expect(try await server.exchange(WebhookSamples.request()).status == 200)
        }
    }

    @Test func metricsAreServedInTheFormatThatIsAskedFor() async throws {
        try await TestServer.with { server async throws in
            let text = try await server.get("/metrics")
            #expect(text.status == 200)
            #expect(text.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let accept = "Accept: application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3\r\n"
            let open = try await server.get("/metrics", headers: accept)
            #expect(open.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
            #expect(open.body.hasSuffix("# EOF\n"))
        }
    }

    @Test func metricsAreCompressedWhereThatIsAskedFor() async throws {
        try await TestServer.with { server async throws in
            let plain = try await server.get("/metrics")
            #expect(plain.headers["content-encoding"] == nil)
            #expect(plain.headers["vary"] == "Accept, Accept-Encoding")
            let coded = try await server.get("/metrics", headers: "Accept-Encoding: gzip\r\n")
            #expect(coded.headers["content-encoding"] == "gzip")
            #expect(coded.headers["content-type"] == plain.headers["content-type"])
            #expect(!coded.bytes.isEmpty && coded.bytes.count < plain.bytes.count / 2)
        }
    }

    @Test func collectChoosesAndRefuses() async throws {
        try await TestServer.with { server async throws in
            let own = try await server.get("/metrics?collect[]=self")
            #expect(own.body.contains("belfry_webhook_requests_total"))
            #expect(!own.body.contains(#"collector="jobs""#))
            let jobs = try await server.get("/metrics?collect%5B%5D=jobs")
            #expect(!jobs.body.contains("belfry_webhook_requests_total"))
            #expect(jobs.body.contains("belfry_database_up 1"))
            let unknown = try await server.get("/metrics?collect[]=cpu")
            #expect(unknown.status == 400)
            #expect(unknown.body.contains("jobs, self"))
        }
    }
}
