import BelfryCore
import Testing

struct CIDRBlockTests {
    @Test(arguments: [
        ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"], ["9.255.255.255", "11.0.0.0", "::a00:1"]),
        ("192.0.2.7", ["192.0.2.7"], ["192.0.2.6", "192.0.2.8"]),
        ("192.0.2.0/31", ["192.0.2.0", "192.0.2.1"], ["192.0.2.2"]),
        ("0.0.0.0/0", ["1.2.3.4", "255.255.255.255"], ["::1"]),
        ("::/0", ["::1", "ffff::"], ["1.2.3.4"]),
        (
            "2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
            ["2001:db9::", "2001:db7:ffff::"]
        ),
        ("2001:db8::1", ["2001:db8::1"], ["2001:db8::2"]),
        ("::ffff:1.2.3.4", ["1.2.3.4"], ["::1.2.3.4"]),
    ])
    func holdsTheAddressesOfItsPrefix(text: String, inside: [String], outside: [String]) throws {
        let block = try CIDRBlock(text)
        for address in inside { #expect(block.contains(try #require(IPAddress(address)))) }
        for address in outside { #expect(!block.contains(try #require(IPAddress(address)))) }
    }

    @Test(arguments: [
        ("", "\"\" is not an IP address or a block such as 10.0.0.0/8"),
        ("example.org", "\"example.org\" is not an IP address or a block such as 10.0.0.0/8"),
        ("10.0.0/8", "\"10.0.0/8\" is not an IP address or a block such as 10.0.0.0/8"),
        ("10.0.0.0/33", "the prefix of \"10.0.0.0/33\" must be a number from 0 to 32"),
        ("10.0.0.0/", "the prefix of \"10.0.0.0/\" must be a number from 0 to 32"),
        ("10.0.0.0/08", "the prefix of \"10.0.0.0/08\" must be a number from 0 to 32"),
        ("10.0.0.0/-1", "the prefix of \"10.0.0.0/-1\" must be a number from 0 to 32"),
        ("10.0.0.0/8/8", "the prefix of \"10.0.0.0/8/8\" must be a number from 0 to 32"),
        ("10.0.0.0/255.0.0.0", "the prefix of \"10.0.0.0/255.0.0.0\" must be a number from 0 to 32"),
        ("::/129", "the prefix of \"::/129\" must be a number from 0 to 128"),
        (
            "10.1.2.3/8",
            "\"10.1.2.3/8\" is an address inside a block, write 10.0.0.0/8 for the block or leave out the prefix"
        ),
        ("::ffff:10.0.0.0/104", "\"::ffff:10.0.0.0/104\" is an IPv4-mapped block, write it as an IPv4 block"),
    ])
    func saysWhatIsWrongWithABlock(text: String, problem: String) {
        let error = #expect(throws: CIDRBlockError.self) { try CIDRBlock(text) }
        #expect(error?.description == problem)
    }

    @Test func expandsTheVendorsName() throws {
        #expect(
            try CIDRBlock.blocks("a1cron").map(\.description) == ["52.89.214.238", "34.212.75.30", "54.218.53.128"]
        )
        #expect(try CIDRBlock.blocks("10.0.0.0/8").map(\.description) == ["10.0.0.0/8"])
    }
}
