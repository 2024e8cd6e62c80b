import BelfryCore
import Testing

struct ClientAddressTests {
    private static let proxies = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"]

    @Test(
        arguments: [
            // The peer itself, whatever it claims, unless it is a proxy.
            ("198.51.100.7", [], "198.51.100.7"),
            ("198.51.100.7", ["52.89.214.238"], "198.51.100.7"),
            ("10.0.0.1", [], "10.0.0.1"),
            // From the right, over trusted hops.
            ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", ["203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            ("10.0.0.1", ["203.0.113.9", "10.0.0.2", "192.0.2.1"], "203.0.113.9"),
            ("2001:db8::1", ["203.0.113.9, ::ffff:10.0.0.2"], "203.0.113.9"),
            ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
            // What the client wrote itself stands on the left.
            ("10.0.0.1", ["52.89.214.238, 203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", ["52.89.214.238", "203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", ["52.89.214.238, 10.0.0.9, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            ("10.0.0.1", ["garbage, 203.0.113.9"], "203.0.113.9"),
            // Only trusted hops: the leftmost.
            ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            // Garbage in the way: the peer.
            ("10.0.0.1", ["unknown"], "10.0.0.1"),
            ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
            ("10.0.0.1", ["203.0.113.9, _hidden, 10.0.0.2"], "10.0.0.1"),
            ("10.0.0.1", ["203.0.113.9:x"], "10.0.0.1"),
            ("10.0.0.1", ["[203.0.113.9]"], "10.0.0.1"),
            ("10.0.0.1", ["[2001:db9::1"], "10.0.0.1"),
            ("10.0.0.1", ["[2001:db9::1]80"], "10.0.0.1"),
            ("10.0.0.1", ["[2001:db9::1]:123456"], "10.0.0.1"),
            ("10.0.0.1", ["203.0.113.9:"], "10.0.0.1"),
            ("10.0.0.1", ["0xcb.0.113.9"], "10.0.0.1"),
            ("10.0.0.1", ["\"203.0.113.9\""], "10.0.0.1"),
            // Spellings.
            ("10.0.0.1", ["203.0.113.9:443"], "203.0.113.9"),
            ("10.0.0.1", ["2001:db9::1"], "2001:db9::1"),
            ("10.0.0.1", ["[2001:db9::1]"], "2001:db9::1"),
            ("10.0.0.1", ["[2001:db9::1]:443"], "2001:db9::1"),
            ("10.0.0.1", ["\t 203.0.113.9 \t,, ", ""], "203.0.113.9"),
        ] as [(String, [String], String)]
    )
    func judgesByTheFirstUntrustedHopFromTheRight(peer: String, forwardedFor: [String], judged: String) throws {
        let address = ClientAddress.judged(
            peer: IPAddress(peer),
            forwardedFor: forwardedFor,
            trustedProxies: try Self.proxies.map { try CIDRBlock($0) }
        )
        #expect(address == IPAddress(judged))
    }

    @Test func believesNobodyWithoutAPeer() throws {
        let everything = [try CIDRBlock("0.0.0.0/0")]
        #expect(ClientAddress.judged(peer: nil, forwardedFor: ["52.89.214.238"], trustedProxies: everything) == nil)
    }
}
