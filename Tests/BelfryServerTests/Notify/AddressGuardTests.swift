import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct AddressGuardTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::7f00:1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
        "100::1", "5f00::1", "2001:10::1", "64:ff9b:1::1",
    ])
    func refusesWhatIsNotPublic(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressGuard().permits(address, for: "chat.example.com"))
    }

    @Test(arguments: [
        "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:0a00:1::f7f7:f7f7", "2001::808:808:0:0:80ff:fffe",
    ])
    func unwrapsEmbeddedAddresses(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressGuard().permits(address, for: "chat.example.com"))
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0", "223.255.255.255", "52.89.214.238", "2606:4700::1111", "2a00:1450:4001::200e", "64:ff9b::808:808",
        "2002:808:808::1", "::ffff:8.8.8.8",
    ])
    func permitsThePublicInternet(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressGuard().permits(address, for: "chat.example.com"))
    }

    @Test(arguments: [
        "localhost", "LOCALHOST", "localhost.", "x.localhost", "printer.local", "metadata.google.internal",
        "db.internal.",
    ])
    func refusesLocalNamesWhateverTheyResolveTo(name: String) throws {
        let address = try #require(IPAddress("8.8.8.8"))
        #expect(!AddressGuard().permits(address, for: name))
    }

    @Test(arguments: ["localhost.example.com", "internal", "mylocal", "notlocalhost"])
    func judgesOtherNamesByTheirAddress(name: String) throws {
        let address = try #require(IPAddress("8.8.8.8"))
        #expect(AddressGuard().permits(address, for: name))
    }

    @Test(arguments: [
        ("10.1.2.3", "10.0.0.0/8", "mattermost.internal", true), ("10.1.2.3", "10.1.2.3", "chat.example.com", true),
        ("11.1.2.3", "10.0.0.0/8", "mattermost.internal", false),
        ("192.168.0.1", "10.0.0.0/8", "chat.example.com", false),
        ("127.0.0.1", "127.0.0.0/8", "localhost", true), ("::1", "127.0.0.0/8", "localhost", false),
        ("64:ff9b::a01:203", "10.0.0.0/8", "chat.example.com", true), ("fd12::1", "fd12::/16", "chat.local", true),
    ])
    func allowsTheListedNetworksOnly(text: String, network: String, host: String, isPermitted: Bool) throws {
        let address = try #require(IPAddress(text))
        let guarded = AddressGuard(allowedNetworks: [try CIDRBlock(network)])
        #expect(guarded.permits(address, for: host) == isPermitted)
    }

    @Test func readsEveryBlockOfItsTables() {
        #expect(AddressGuard.specialV4.count == 16)
        #expect(AddressGuard.globalUnicastV6.count == 1)
        #expect(AddressGuard.specialV6.count == 3)
    }
}
