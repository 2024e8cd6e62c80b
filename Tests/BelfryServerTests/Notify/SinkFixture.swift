import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

/// Deliveries to a real server on this machine.
enum SinkFixture {
    /// Lets a notifier made for the sink's address deliver once for each context, and returns its reports and the requests.
    static func deliver(
        _ content: NotificationContent = .of([.failed()]),
        contexts: [DeliveryContext] = [.atNight()],
        answers: [SinkAnswer],
        then fallback: SinkAnswer = .ok,
        timeout: TimeSpan = .seconds(5),
        to notifier: (ChatSink, GuardedHTTPClient) throws -> any Notifier
    ) async throws -> (reports: [DeliveryReport], requests: [SinkRequest]) {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: timeout)
        sink.script(answers, then: fallback)
        let target = try notifier(sink, client)
        var reports: [DeliveryReport] = []
        for context in contexts { reports.append(await target.deliver(content, context)) }
        let requests = sink.requests
        await client.shutdown()
        await sink.stop()
        return (reports, requests)
    }
}
