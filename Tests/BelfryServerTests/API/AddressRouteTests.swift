import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

/// What a server says of the name it is reached by.
struct AddressRouteTests {
    @Test(arguments: ["https://belfry.example", nil])
    func aServerSaysWhereItIsReached(_ name: String?) async throws {
        var options = TestServer.Options()
        options.externalURL = name
        let answer = try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await server.get("/api/v1/address")
        }
        #expect(answer.status == 200)
        #expect(try JSONDecoder().decode(AddressDocument.self, from: Data(answer.body.utf8)).externalURL == name)
    }

    @Test func aStrangerIsNotTold() async throws {
        var options = TestServer.Options()
        options.externalURL = "https://belfry.example"
        options.access = TokenAccess(token: Secret("0123456789abcdef"), trustsLoopback: false, hint: "ask")
        let answer = try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await server.get("/api/v1/address")
        }
        #expect(answer.status == 401)
        #expect(!answer.body.contains("belfry.example"))
    }
}
