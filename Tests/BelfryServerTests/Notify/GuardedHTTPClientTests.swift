import BelfryCore
import BelfryTestSupport
import NIOCore
import Synchronization
import Testing

@testable import BelfryServer

/// A client that may reach 127.0.0.1 in clear text.
func loopbackClient(
    resolver: any NameResolver = SystemNameResolver(),
    timeout: TimeSpan = .seconds(10)
) throws -> GuardedHTTPClient {
    GuardedHTTPClient(
        addressGuard: AddressGuard(allowedNetworks: [try CIDRBlock("127.0.0.1")]),
        allowsHTTP: true,
        resolver: resolver,
        timeout: timeout
    )
}

/// A resolver that gives one prepared answer after the other.
private final class ScriptedResolver: NameResolver {
    private let answers: Mutex<[[IPAddress]]>

    init(_ answers: [[String]]) {
        self.answers = Mutex(answers.map { $0.compactMap { IPAddress($0) } })
    }

    func addresses(of host: String, before deadline: NIODeadline) async throws -> [IPAddress] {
        answers.withLock { $0.isEmpty ? [] : $0.removeFirst() }
    }
}

@Suite struct GuardedHTTPClientTests {
    private func failure(
        of answers: [SinkAnswer],
        timeout: TimeSpan = .milliseconds(600)
    ) async throws -> OutgoingFailure? {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: timeout)
        sink.script(answers)
        let result = await client.post(OutgoingRequest(url: try TargetURL(sink.url), json: Array("{}".utf8)))
        await client.shutdown()
        await sink.stop()
        return if case .failure(let failure) = result { failure } else { nil }
    }

    @Test func sendsWhatItIsGiven() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        let request = OutgoingRequest(url: try TargetURL(sink.url), json: Array("{\"a\":1}".utf8))
        let response = try await client.post(request).get()
        #expect(response.status == 200)
        #expect(response.body == Array("ok".utf8))
        #expect(response.latency > .zero)
        let received = try #require(sink.requests.first)
        #expect(received.method == "POST")
        #expect(received.text == "{\"a\":1}")
        #expect(received.header("content-type") == "application/json")
        #expect(received.header("content-length") == "7")
        #expect(received.path == "/services/T0000/B0000/XXXXXXXXXXXXXXXXXXXXXXXX")
        await client.shutdown()
        await sink.stop()
    }

    @Test func keepsItsConnection() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        for _ in 0..<5 {
            _ = try await client.post(OutgoingRequest(url: try TargetURL(sink.url), json: [1])).get()
        }
        #expect(sink.requests.count == 5)
        #expect(sink.acceptedConnections == 1)
        await client.shutdown()
        await sink.stop()
    }

    @Test func followsNoRedirect() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        sink.script([.redirect(to: sink.url)])
        let response = try await client.post(OutgoingRequest(url: try TargetURL(sink.url), json: [1])).get()
        #expect(response.status == 302)
        #expect(sink.requests.count == 1)
        await client.shutdown()
        await sink.stop()
    }

    @Test func readsOnlyTheBeginningOfAHugeAnswer() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        sink.script([.huge(bytes: 5_000_000)])
        let response = try await client.post(OutgoingRequest(url: try TargetURL(sink.url), json: [1])).get()
        #expect(response.body.count == GuardedHTTPClient.maximumResponse)
        await client.shutdown()
        await sink.stop()
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SinkAnswer.hang, .drip(everyMilliseconds: 20)])
    func givesUpAtItsDeadlineNotKnowing(answer: SinkAnswer) async throws {
        let failure = try #require(try await failure(of: [answer]))
        #expect(failure.reason == .timeout)
        #expect(failure.mayHaveArrived)
        #expect(failure.latency >= .milliseconds(590) && failure.latency < .seconds(5))
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SinkAnswer.reset, .truncated])
    func doesNotKnowWhatALostConnectionMeans(answer: SinkAnswer) async throws {
        let failure = try #require(try await failure(of: [answer], timeout: .seconds(5)))
        #expect(failure.reason == .connection)
        #expect(failure.mayHaveArrived)
    }

    @Test(arguments: [[], [1]] as [[UInt8]])
    func knowsThatNothingArrivedWithoutAConnection(body: [UInt8]) async throws {
        let sink = try await ChatSink.start()
        await sink.stop()
        let client = try loopbackClient()
        let result = await client.post(OutgoingRequest(url: try TargetURL(sink.url), json: body))
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .connection)
        #expect(!failure.mayHaveArrived)
        #expect(!failure.message.contains("services"))
        await client.shutdown()
    }

    @Test(.timeLimit(.minutes(1)))
    func doesNotKnowWhatALostConnectionMeansForARequestWithoutABody() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: .seconds(5))
        sink.script([.reset])
        let result = await client.send(OutgoingRequest(method: "GET", url: try TargetURL(sink.url)))
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.mayHaveArrived)
        #expect(sink.requests.map(\.method) == ["GET"])
        await client.shutdown()
        await sink.stop()
    }

    @Test func tellsTLSThatDoesNotComeUp() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: .seconds(5))
        let url = try TargetURL(sink.url.replacing("http://", with: "https://"))
        let result = await client.post(OutgoingRequest(url: url, json: [1]))
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .tls)
        #expect(!failure.mayHaveArrived)
        #expect(sink.requests.isEmpty)
        await client.shutdown()
        await sink.stop()
    }

    @Test(arguments: [
        "http://127.0.0.1:9/x", "http://localhost:9/x", "http://127.1:9/x", "http://2130706433:9/x",
        "http://0x7f000001:9/x", "http://[::1]:9/x", "http://[::ffff:127.0.0.1]:9/x",
    ])
    func refusesLoopbackHoweverItIsWritten(text: String) async throws {
        let client = GuardedHTTPClient(addressGuard: AddressGuard(), allowsHTTP: true)
        let result = await client.post(OutgoingRequest(url: try TargetURL(text), json: [1]))
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .forbiddenTarget)
        await client.shutdown()
    }

    @Test func refusesClearTextUnlessAllowed() async throws {
        let client = GuardedHTTPClient(addressGuard: AddressGuard(allowedNetworks: [try CIDRBlock("127.0.0.1")]))
        let result = await client.post(OutgoingRequest(url: try TargetURL("http://127.0.0.1:9/x"), json: [1]))
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .forbiddenTarget)
        await client.shutdown()
    }

    @Test func connectsToTheCheckedAddressAndKeepsTheName() async throws {
        let sink = try await ChatSink.start()
        let port = try #require(sink.baseURL.split(separator: ":").last)
        let client = try loopbackClient(resolver: ScriptedResolver([["10.9.9.9", "127.0.0.1"]]))
        // No resolver on earth knows this name: only the pinned address can have been used.
        let url = try TargetURL("http://chat.invalid:\(port)/hook")
        let response = try await client.post(OutgoingRequest(url: url, json: [1])).get()
        #expect(response.status == 200)
        #expect(sink.requests.first?.header("host") == "chat.invalid:\(port)")
        await client.shutdown()
        await sink.stop()
    }

    @Test func checksAgainWhenANameIsReboundToAForbiddenAddress() async throws {
        let sink = try await ChatSink.start()
        let port = try #require(sink.baseURL.split(separator: ":").last)
        let client = try loopbackClient(resolver: ScriptedResolver([["127.0.0.1"], ["169.254.169.254"], []]))
        let request = OutgoingRequest(url: try TargetURL("http://chat.invalid:\(port)/hook"), json: [1])
        _ = try await client.post(request).get()
        let rebound = await client.post(request)
        let vanished = await client.post(request)
        guard case .failure(let forbidden) = rebound, case .failure(let unknown) = vanished else {
            Issue.record("\(rebound) \(vanished)")
            return
        }
        #expect(forbidden.reason == .forbiddenTarget)
        #expect(unknown.reason == .connection && !unknown.mayHaveArrived)
        #expect(sink.requests.count == 1)
        await client.shutdown()
        await sink.stop()
    }

    @Test func triesTheNextAddressWhileNothingWasSent() async throws {
        let sink = try await ChatSink.start()
        let port = try #require(sink.baseURL.split(separator: ":").last)
        let allowed = try ["127.0.0.1", "127.0.0.2"].map { try CIDRBlock($0) }
        let client = GuardedHTTPClient(
            addressGuard: AddressGuard(allowedNetworks: allowed),
            allowsHTTP: true,
            resolver: ScriptedResolver([["127.0.0.2", "127.0.0.1"]])
        )
        // The sink listens on 127.0.0.1 only.
        let response = try await client.post(
            OutgoingRequest(url: try TargetURL("http://chat.invalid:\(port)/hook"), json: [1])
        ).get()
        #expect(response.status == 200)
        await client.shutdown()
        await sink.stop()
    }
}
