import Testing

@testable import BelfryServer

struct ShutdownTests {
    @Test func everyRequestInFlightIsAnswered() async throws {
        let committer = FakeCommitter(isHeld: true)
        let statuses = try await TestServer.with(committer) { server async throws in
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<20 {
                    tasks.addTask {
                        let body = WebhookSamples.body(executionID: "exe_\(number)")
                        return try await server.exchange(WebhookSamples.request(body)).status
                    }
                }
                let allAreIn = try await eventually {
                    (committer.batches.first?.count ?? 0) + server.queue.length == 20
                }
                #expect(allAreIn)
                await server.shutDown()
                try await Task.sleep(for: .milliseconds(50))
                committer.release()
                var statuses: [Int] = []
                for try await status in tasks { statuses.append(status) }
                return statuses
            }
        }
        #expect(statuses == Array(repeating: 200, count: 20))
        #expect(committer.batches.joined().count == 20)
    }

    @Test(arguments: [true, false])
    func theAnswerSaysThatTheConnectionEnds(_ plain: Bool) async throws {
        let committer = FakeCommitter(isHeld: true)
        var options = TestServer.Options()
        options.listener.takesPlainWebhooks = plain
        try await TestServer.with(committer, options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await eventually { committer.batches.count == 1 })
                await server.shutDown()
                try await Task.sleep(for: .milliseconds(50))
                committer.release()
                let response = try await connection.response()
                #expect(response.status == 200)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test(arguments: [true, false])
    func aWebhookThatIsStillComingIsAnswered(_ plain: Bool) async throws {
        let request = WebhookSamples.request()
        var options = TestServer.Options()
        options.listener.takesPlainWebhooks = plain
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(String(request.dropLast(20)))
                try await Task.sleep(for: .milliseconds(50))
                await server.shutDown()
                try await Task.sleep(for: .milliseconds(50))
                try await connection.send(String(request.suffix(20)))
                let response = try await connection.response()
                #expect(response.status == 200)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func idleConnectionsAreClosedAtOnce() async throws {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await connection.response().status == 200)
                await server.shutDown()
                #expect(try await connection.isClosed())
            }
        }
    }
}
