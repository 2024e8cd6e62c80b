import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(1)))
struct ListenTests {
    @Test func deliversNotificationsOfOtherSessionsInOrder() async throws {
        let channel = #"odd "channel" 1"#
        let stream = try await TestServer.connect().listen(to: channel)
        let sender = try await TestServer.connect()
        for payload in ["a", "b", ""] {
            try await sender.query(Query("notify", "SELECT pg_notify(\(channel), \(payload))"))
        }
        try await sender.query(Query("notify", "SELECT pg_notify('another channel', 'x')"))
        var payloads: [String] = []
        for await notification in stream.prefix(3) {
            #expect(notification.channel == channel)
            #expect(notification.backendPID == sender.backendPID)
            payloads.append(notification.payload)
        }
        #expect(payloads == ["a", "b", ""])
    }

    @Test func deliversItsOwnNotifications() async throws {
        let connection = try await TestServer.connect()
        let stream = try await connection.listen(to: "own")
        try await connection.query(Query("notify", "SELECT pg_notify('own', 'mine')"))
        var iterator = stream.makeAsyncIterator()
        #expect(await iterator.next()?.payload == "mine")
    }

    @Test func finishesWhenTheConnectionIsLost() async throws {
        let connection = try await TestServer.connect()
        let stream = try await connection.listen(to: "loss")
        try await TestServer.terminate(connection.backendPID)
        for await _ in stream {
            Issue.record("nothing was sent")
        }
        #expect(!connection.isUsable)
    }

    @Test func droppingTheStreamClosesTheConnection() async throws {
        var connection: Connection? = try await TestServer.connect()
        let pid = try #require(connection?.backendPID)
        var stream = try await connection?.listen(to: "dropped")
        connection = nil
        let observer = try await TestServer.connect()
        let isThere = {
            try await observer.query(Query("activity", "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid)")).count == 1
        }
        #expect(try await isThere())
        #expect(stream != nil)
        stream = nil
        #expect(try await TestServer.eventually { try await !isThere() })
    }
}
