import BelfryCore
import Testing

@testable import BelfryServer

/// Who reaches a server that trusts this machine, through something on this machine.
struct ForwardedAccessTests {
    private static func options(trustedProxies: [CIDRBlock] = []) -> TestServer.Options {
        var options = TestServer.Options()
        options.access = TokenAccess(token: Secret("0123456789abcdef"), trustsLoopback: true, hint: "ask")
        options.trustedProxies = trustedProxies
        return options
    }

    @Test(arguments: [
        ("HTTP/1.1", "", 200), ("HTTP/1.0", "", 401), ("HTTP/1.1", "X-Forwarded-For: 127.0.0.1\r\n", 401),
        ("HTTP/1.1", "x-forwarded-proto: https\r\n", 401), ("HTTP/1.1", "X-Forwarded-Host: localhost\r\n", 401),
        ("HTTP/1.1", "Forwarded: for=127.0.0.1\r\n", 401), ("HTTP/1.1", "Via: 1.1 proxy\r\n", 401),
        ("HTTP/1.1", "X-Real-IP: 127.0.0.1\r\n", 401), ("HTTP/1.1", "CF-Connecting-IP: ::1\r\n", 401),
        ("HTTP/1.1", "X-Forwarded-For: 1.2.3.4\r\nAuthorization: Bearer 0123456789abcdef\r\n", 200),
    ])
    func aProxyOnThisMachineIsNotThisMachine(version: String, field: String, status: Int) async throws {
        let response = try await TestServer.with(FakeCommitter(), Self.options()) { server async throws in
            try await server.exchange("GET /metrics \(version)\r\nHost: 127.0.0.1:8080\r\n\(field)\r\n")
        }
        #expect(response.status == status)
    }

    @Test func aPageOfAnotherSiteIsRefusedEvenWhereEverybodyIsLetIn() async throws {
        try await TestServer.with { server async throws in
            let head = "POST /api/v1/secrets HTTP/1.1\r\nHost: belfry\r\nContent-Length: 0\r\n"
            #expect(try await server.exchange("\(head)Origin: https://evil.example\r\n\r\n").status == 403)
            #expect(try await server.exchange("\(head)Sec-Fetch-Site: cross-site\r\n\r\n").status == 403)
            #expect(try await server.exchange("\(head)\r\n").status == 400)
        }
    }

    @Test func wrongTokensCountForTheClientOfATrustedProxy() async throws {
        @Sendable func status(_ server: TestServer, for client: String) async throws -> Int {
            try await server.get(
                "/metrics",
                headers: "X-Forwarded-For: 10.9.9.9, \(client)\r\nAuthorization: Bearer no\r\n"
            ).status
        }
        try await TestServer.with(FakeCommitter(), try Self.options(trustedProxies: [CIDRBlock("127.0.0.1")])) {
            server async throws in
            for _ in 0..<20 { #expect(try await status(server, for: "192.0.2.1") == 401) }
            #expect(try await status(server, for: "192.0.2.1") == 429)
            #expect(try await status(server, for: "192.0.2.2") == 401)
        }
    }
}
