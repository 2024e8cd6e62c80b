import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1 channel with the webhook handlers in front of it.
///
/// Plain webhooks are answered by the first handler of all, from the bytes; other requests to their paths by one behind the
/// decoder, which takes everything that HTTP/1.1 allows.
///
/// Hummingbird's own hook for handlers lies behind the codec that turns NIO's HTTP parts into its types, which costs a webhook
/// more than everything else in the channel; so the handlers are put before it, once Hummingbird has set up its pipeline.
struct WebhookHTTP1Channel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let ingress: WebhookIngress
    private let accepted = AcceptedResponse()
    private let limiter: ConnectionLimiter
    private let timeouts: RequestTimeouts
    private let withNoop: Bool
    private let takesPlainWebhooks: Bool

    init(
        base: HTTP1Channel,
        ingress: WebhookIngress,
        limiter: ConnectionLimiter,
        timeouts: RequestTimeouts,
        withNoop: Bool,
        takesPlainWebhooks: Bool
    ) {
        self.base = base
        self.ingress = ingress
        self.limiter = limiter
        self.timeouts = timeouts
        self.withNoop = withNoop
        self.takesPlainWebhooks = takesPlainWebhooks
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let lease = limiter.admit(channel)
            let answers = PreparedAnswerHandler()
            let webhooks = WebhookChannelHandler(
                ingress: ingress,
                accepted: accepted,
                answers: answers,
                lease: lease,
                withNoop: withNoop
            )
            let deadlines = RequestDeadlineHandler(timeouts: timeouts, lease: lease)
            try pipeline.addHandlers(
                [answers, HTTPServerPipelineHandler(), deadlines, webhooks],
                position: .after(decoder)
            )
            // Without either of them a client that sends requests and reads no answer fills the memory with answers.
            guard takesPlainWebhooks else {
                try pipeline.addHandler(BackPressureHandler(), position: .first)
                return value
            }
            let plain = PlainWebhookHandler(
                ingress: ingress,
                accepted: accepted,
                deadlines: deadlines,
                lease: lease,
                withNoop: withNoop
            )
            try pipeline.addHandler(plain, position: .first)
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
