import BelfryCore
import Synchronization
import Testing

@testable import BelfryServer

@Suite struct OutboundProxyTests {
    /// Sends to a URL through a proxy; the answer, and what the proxy was asked.
    private func send(
        _ url: String,
        to proxy: ProxyFixture,
        user: String = "",
        exceptions: [String] = [],
        authorities: TrustedAuthorities? = nil
    ) async throws -> Result<OutgoingResponse, OutgoingFailure> {
        var configured = try #require(OutboundProxy("http://\(user)127.0.0.1:\(proxy.port)"))
        configured.exceptions = exceptions
        let client = GuardedHTTPClient(
            addressGuard: AddressGuard(),
            allowsHTTP: true,
            resolver: SystemNameResolver(),
            timeout: .seconds(5),
            proxy: configured,
            authorities: authorities
        )
        let result = await client.post(OutgoingRequest(url: try TargetURL(url), json: Array("{}".utf8)))
        await client.shutdown()
        return result
    }

    @Test func aTunnelLeadsToTheTargetWhoseCertificateAnOwnAuthoritySigned() async throws {
        let proxy = try await ProxyFixture.start()
        let authorities = try TrustedAuthorities(pem: ProxyFixture.certificate)
        let answer = try await send(
            "https://target.example/hook",
            to: proxy,
            user: "ana:s3cret@",
            authorities: authorities
        )
        #expect(try answer.get().status == 200)
        let heads = proxy.heads.withLock { $0 }
        try #require(heads.count == 2)
        // No resolver was asked for target.example: the proxy is told the name.
        #expect(heads[0].hasPrefix("CONNECT target.example:443 HTTP/1.1\r\n"))
        #expect(heads[0].lowercased().contains("proxy-authorization: basic yw5honmzy3jlda=="))
        #expect(heads[1].hasPrefix("POST /hook HTTP/1.1\r\n"))
        try await proxy.stop()
    }

    @Test func withoutTheAuthorityNothingIsSent() async throws {
        let proxy = try await ProxyFixture.start()
        guard case .failure(let failure) = try await send("https://target.example/hook", to: proxy) else {
            Issue.record("a certificate nobody vouches for was believed")
            return
        }
        #expect(failure.reason == .tls && !failure.mayHaveArrived)
        #expect(proxy.heads.withLock { $0.count } == 1)
        try await proxy.stop()
    }

    @Test func clearTextGoesThroughATunnelToo() async throws {
        let proxy = try await ProxyFixture.start()
        #expect(try await send("http://target.example/hook", to: proxy).get().status == 200)
        #expect(proxy.heads.withLock { $0.first?.hasPrefix("CONNECT target.example:80 HTTP/1.1\r\n") } == true)
        try await proxy.stop()
    }

    @Test(arguments: [
        "https://127.0.0.1/x", "https://127.1/x", "https://2130706433/x", "https://0x7f000001/x", "https://[::1]/x",
        "https://169.254.169.254/x", "https://localhost/x", "https://metadata.google.internal/x",
    ])
    func theProxyIsNotAskedForWhatIsNotPublic(url: String) async throws {
        let proxy = try await ProxyFixture.start()
        guard case .failure(let failure) = try await send(url, to: proxy) else {
            Issue.record("the proxy was asked for \(url)")
            return
        }
        #expect(failure.reason == .forbiddenTarget)
        #expect(proxy.heads.withLock { $0.isEmpty })
        try await proxy.stop()
    }

    @Test func anExceptionIsReachedDirectlyAndGuarded() async throws {
        let proxy = try await ProxyFixture.start()
        guard case .failure(let failure) = try await send("http://localhost:9/x", to: proxy, exceptions: ["localhost"])
        else {
            Issue.record("loopback was reached")
            return
        }
        #expect(failure.reason == .forbiddenTarget)
        #expect(proxy.heads.withLock { $0.isEmpty })
        try await proxy.stop()
    }

    @Test(arguments: [
        ("chat.example", false), ("CHAT.example", false), ("a.chat.example", false), ("xchat.example", true),
        ("corp", false), ("wiki.corp", false), ("example", true),
    ])
    func anExceptionIsANameAndWhatIsUnderIt(host: String, isCovered: Bool) throws {
        var proxy = try #require(OutboundProxy("http://proxy.example:3128"))
        proxy.exceptions = ["chat.example", ".corp"]
        #expect(proxy.covers(host) == isCovered)
    }

    @Test(arguments: [
        "proxy.example:3128", "https://proxy.example:3128", "socks5://proxy.example:1080", "http://proxy.example",
        "http://proxy.example:3128/path", "http://:3128", "",
    ])
    func onlyAnAddressOfAnHTTPProxyIsOne(text: String) {
        #expect(OutboundProxy(text) == nil)
    }

    @Test func aProxyDoesNotShowItsPassword() throws {
        let proxy = try #require(OutboundProxy("http://ana:s3cret@proxy.example:3128"))
        #expect("\(proxy)" == "proxy.example:3128")
        #expect(!String(reflecting: proxy).contains("s3cret"))
        #expect(proxy.credentials?.password == "s3cret")
    }
}
