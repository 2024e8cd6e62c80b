import BelfryCore
import Testing

@testable import BelfryServer

struct ConnectionTableTests {
    private static let one = IPAddress("192.0.2.1")
    private static let two = IPAddress("192.0.2.2")

    private static func eviction(_ id: ConnectionTable.ID, _ reason: ConnectionDrop) -> ConnectionTable.Eviction {
        ConnectionTable.Eviction(id: id, reason: reason)
    }

    @Test func theOldestStrangerOfAnAddressMakesRoomForItsNext() {
        var table = ConnectionTable(total: 100, perAddress: 2)
        let other = table.open(from: Self.two).id
        let first = table.open(from: Self.one).id
        let second = table.open(from: Self.one).eviction
        #expect(second == nil)
        let third = table.open(from: Self.one).eviction
        #expect(third == Self.eviction(first, .addressLimit))
        #expect(table.count == 3)
        table.close(other)
        #expect(table.count == 2)
    }

    @Test func theOldestStrangerMakesRoomWhoeverItIs() {
        var table = ConnectionTable(total: 2, perAddress: 10)
        let first = table.open(from: Self.one).id
        _ = table.open(from: nil)
        let third = table.open(from: Self.two).eviction
        #expect(third == Self.eviction(first, .totalLimit))
        #expect(table.count == 2)
    }

    @Test func whoHasShownASecretStays() {
        var table = ConnectionTable(total: 3, perAddress: 2)
        let proven = (0..<3).map { _ in
            let id = table.open(from: Self.one).id
            table.prove(id)
            return id
        }
        // Nobody is left to go but the newcomer, who stays.
        let stranger = table.open(from: Self.one)
        #expect(stranger.eviction == nil)
        let next = table.open(from: Self.one).eviction
        #expect(next == Self.eviction(stranger.id, .totalLimit))
        for id in proven { table.close(id) }
        #expect(table.count == 1)
    }

    @Test func whoShowsASecretOnTheWayOutStays() {
        var table = ConnectionTable(total: 10, perAddress: 1)
        let first = table.open(from: Self.one).id
        _ = table.open(from: Self.one)
        #expect(table.count == 1)
        table.prove(first)
        #expect(table.count == 2)
        table.close(first)
        #expect(table.count == 1)
    }

    @Test func whatHasNoAddressIsLimitedInAllOnly() {
        var table = ConnectionTable(total: 5, perAddress: 1)
        let reasons = (0..<6).map { _ in table.open(from: nil).eviction?.reason }
        #expect(reasons == [nil, nil, nil, nil, nil, .totalLimit])
    }

    @Test func nothingIsLeftOfThoseThatAreGone() {
        var table = ConnectionTable(total: 10, perAddress: 3)
        var ids: [ConnectionTable.ID] = []
        for number in 0..<1_000 {
            let (id, eviction) = table.open(from: number.isMultiple(of: 2) ? Self.one : Self.two)
            ids.append(id)
            if number.isMultiple(of: 3) { table.prove(id) }
            if let eviction { ids.removeAll { $0 == eviction.id } }
            if number.isMultiple(of: 5) { table.close(ids.removeFirst()) }
        }
        #expect(table.count == ids.count)
        for id in ids { table.close(id) }
        #expect(table.count == 0)
        let reasons = (0..<4).map { _ in table.open(from: Self.one).eviction?.reason }
        #expect(reasons == [nil, nil, nil, .addressLimit])
    }

    @Test(arguments: [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"),
    ])
    func aSubscriberIsAnAddressOrAPrefix(address: String, subscriber: String) {
        #expect(IPAddress(address)?.subscriber == IPAddress(subscriber))
    }
}
