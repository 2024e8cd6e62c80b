import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Belfry's own API of alerts.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct AlertsAPITests {
    private static func alerts(_ server: RunningServer, _ query: String = "") async throws -> [OpenAlertDocument] {
        let answer = try await server.get("/api/v1/alerts\(query)")
        #expect(answer.status == 200)
        return try JSONDecoder().decode([OpenAlertDocument].self, from: Data(answer.body.utf8))
    }

    @Test func anOpenAlertIsListedAcknowledgedAndTakenBack() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "alerts_api") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                #expect(try await Self.alerts(server).isEmpty)
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await sink.wait(forRequests: 1)
                let alert = try #require(try await Self.alerts(server).first)
                #expect(alert.alertname == "JobFailed")
                #expect(alert.receivers == ["ops"])
                #expect(alert.executionID == "a")
                #expect(alert.notifications == 1)
                #expect(alert.acknowledgedBy == nil)
                for query in [
                    "?job=Daily+Sales%20Report", "?job=\(alert.jobID)", "?receiver=ops",
                    "?filter=cron_job_name%3D~%22Daily%20.%2B%22",
                ] {
                    #expect(try await Self.alerts(server, query).count == 1, "\(query)")
                }
                for query in ["?job=other", "?receiver=db", "?filter=alertname%3D%22SlowJob%22"] {
                    #expect(try await Self.alerts(server, query).isEmpty, "\(query)")
                }

                let path = "/api/v1/alerts/\(alert.alertID)/ack"
                let made = try await server.call(.POST, path, #"{"by":"ana","comment":"on it"}"#)
                #expect(made.status == 200)
                #expect(made.body.contains(#""acknowledged_by":"ana""#))
                #expect(made.body.contains(#""job_name":"Daily Sales Report""#), "\(made.body)")
                let again = try await server.call(.POST, "/api/v1/alerts/\(alert.fingerprint)/ack", #"{"by":"bob"}"#)
                #expect(again.body.contains(#""acknowledged_by":"ana""#))
                #expect(try await Self.alerts(server).map(\.acknowledgementComment) == ["on it"])
                #expect(try await server.call(.DELETE, path).status == 200)
                #expect(try await Self.alerts(server).map(\.acknowledgedBy) == [nil])

                #expect(try await server.post(RunningServer.webhook("b", status: "success", minute: 1)) == 200)
                let ended = try await server.call(.POST, path, #"{"by":"ana"}"#)
                #expect(ended.status == 409)
                #expect(ended.body.contains("(JobFailed) has ended at"))
            }
        }
        await sink.stop()
    }

    @Test(arguments: [
        ("/api/v1/alerts/17/ack", #"{"by":"ana"}"#, 404, "there is no alert 17"),
        ("/api/v1/alerts/JobFailed/ack", #"{"by":"ana"}"#, 400, "neither an alert's id nor its fingerprint"),
        ("/api/v1/alerts/17/ack", #"{"comment":"x"}"#, 400, "a body such as"),
        ("/api/v1/alerts/17/ack", #"{"by":" "}"#, 400, "by is a name"),
        ("/api/v1/alerts/17/ack", #"{"by":"a\u0000"}"#, 400, "by is a name"),
    ])
    func whatCannotBeAcknowledgedIsRefusedWithAReason(
        path: String,
        body: String,
        status: Int,
        reason: String
    ) async throws {
        try await TestDatabase.with(named: "no_ack") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let answer = try await server.call(.POST, path, body)
                #expect(answer.status == status)
                #expect(answer.body.contains(reason), "\(answer.body)")
            }
        }
    }
}
