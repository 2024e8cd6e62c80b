import BelfryCore
import BelfryServer
import Foundation
import Synchronization
import Testing

struct TokenAccessTests {
    private static let token = "0123456789abcdef"

    private func access(trustsLoopback: Bool = false, now: (@Sendable () -> Instant)? = nil) -> TokenAccess {
        TokenAccess(token: Secret(Self.token), trustsLoopback: trustsLoopback, hint: "ask", now: now)
    }

    private func request(
        _ authorization: String? = nil,
        method: String = "GET",
        host: String? = "belfry.example",
        peer: String = "192.0.2.1"
    ) -> AccessRequest {
        AccessRequest(
            method: method,
            path: "/metrics",
            authorization: authorization,
            host: host,
            origin: nil,
            peer: IPAddress(peer)
        )
    }

    private static func basic(_ text: String) -> String { "Basic \(Data(text.utf8).base64EncodedString())" }

    private func word(_ decision: AccessDecision) -> String {
        switch decision {
        case .allowed: "allowed"
        case .unauthenticated: "unauthenticated"
        case .forbidden: "forbidden"
        case .limited: "limited"
        }
    }

    @Test(arguments: [
        ("Bearer 0123456789abcdef", true), ("bearer  0123456789abcdef", true), (basic("me:0123456789abcdef"), true),
        (basic(":0123456789abcdef"), true), ("Bearer 0123456789abcdeF", false), ("Bearer ", false), ("Bearer", false),
        ("0123456789abcdef", false), ("Digest 0123456789abcdef", false), (basic("0123456789abcdef"), false),
        (basic("0123456789abcdef:x"), false), ("Basic ???", false), (basic("me:0123456789abcdef0"), false),
    ])
    func onlyTheTokenOpens(authorization: String, isAllowed: Bool) async {
        let decision = await access().decide(request(authorization))
        #expect(word(decision) == (isAllowed ? "allowed" : "unauthenticated"))
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost", true), ("LOCALHOST:80", true), ("[::1]:8080", true),
        ("127.8.9.1", true),
        ("belfry.example", false), ("127.0.0.1.example:80", false), ("localhost.example", false), ("[::2]", false),
        ("[::1", false), ("", false), (nil, false), ("192.168.1.2:8080", false),
    ])
    func thisMachineNeedsNoneWhileTheHostIsALoopbackOne(host: String?, isAllowed: Bool) async {
        let asked = request(host: host, peer: "127.0.0.1")
        #expect(word(await access(trustsLoopback: true).decide(asked)) == (isAllowed ? "allowed" : "unauthenticated"))
        #expect(word(await access().decide(asked)) == "unauthenticated")
    }

    @Test(arguments: ["127.0.0.1:8080", "localhost"])
    func whatCameThroughAProxyIsNotOfThisMachine(host: String) async {
        var asked = request(host: host, peer: "127.0.0.1")
        asked.isForwarded = true
        #expect(word(await access(trustsLoopback: true).decide(asked)) == "unauthenticated")
    }

    @Test func wrongTokensAreLimitedByAddressAndTheRightOneIsNot() async {
        let clock = Mutex(Instant(seconds: 1_800_000_000))
        let access = access { clock.withLock { $0 } }
        for _ in 0..<20 { #expect(word(await access.decide(request("Bearer no"))) == "unauthenticated") }
        guard case .limited(let wait, _) = await access.decide(request("Bearer no")) else {
            Issue.record("not limited")
            return
        }
        #expect(wait == .seconds(60))
        #expect(word(await access.decide(request("Bearer \(Self.token)"))) == "allowed")
        #expect(word(await access.decide(request("Bearer no", peer: "192.0.2.2"))) == "unauthenticated")
        #expect(word(await access.decide(request(nil))) == "unauthenticated")
        clock.withLock { $0 = $0 + .seconds(60) }
        #expect(word(await access.decide(request("Bearer no"))) == "unauthenticated")
    }
}
