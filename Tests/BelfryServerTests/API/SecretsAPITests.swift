import BelfryCore
import BelfryTestSupport
import Foundation
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Rotation of the webhook secret on a running server.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct SecretsAPITests {
    private static let other = "another secret of the sender"

    @Test func aSecretIsRotatedWithoutARestart() async throws {
        try await TestDatabase.with(named: "rotation") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let webhook = RunningServer.webhook("a", status: "success")
                #expect(try await server.post(webhook, secret: Self.other) == 401)
                let added = try await server.call(.POST, "/api/v1/secrets", #"{"secret":"\#(Self.other)"}"#)
                #expect(added.status == 200)
                let id = try #require(WebhookSecret(Self.other)).id
                #expect(added.body.contains(#""id":"\#(id)""#))
                #expect(!added.body.contains(Self.other))
                #expect(try await server.post(webhook, secret: Self.other) == 200)
                #expect(try await server.post(RunningServer.webhook("b", status: "success")) == 200)

                let answer = try await server.get("/api/v1/secrets")
                #expect(!answer.body.contains(Self.other))
                let list = try JSONDecoder().decode(SecretListDocument.self, from: Data(answer.body.utf8))
                #expect(list.secrets.map(\.id).contains(id))
                #expect(list.secrets.count == 2)
                #expect(list.secrets.allSatisfy { $0.lastUsedAt != nil })
                #expect(list.file?.hasSuffix("data/webhook_secret") == true)

                let first = try #require(WebhookSecret(RunningServer.secret)).id
                #expect(try await server.call(.DELETE, "/api/v1/secrets/\(first)").status == 200)
                #expect(try await server.post(RunningServer.webhook("c", status: "success")) == 401)
                let last = try await server.call(.DELETE, "/api/v1/secrets/\(id)")
                #expect(last.status == 409)
                #expect(last.body.contains("is the last secret"))
                #expect(try await server.call(.POST, "/-/reload").status == 200)
                #expect(try await server.post(RunningServer.webhook("d", status: "success"), secret: Self.other) == 200)
            }
        }
    }
}
